package io.aramaki.agent;

import io.aramaki.agent.app.AgentApp;
import io.aramaki.agent.app.AgentConfig;
import io.aramaki.agent.app.Commands;
import io.aramaki.agent.app.Logging;
import io.aramaki.kit.app.App;
import io.aramaki.kit.config.Configs;
import java.util.Arrays;

/// `./aramaki agent-process run|enrol|check-config`.
public final class Main {
  private static final String NAME = "./aramaki agent-process";

  private Main() {}

  public static void main(String[] args) {
    Logging.begin(System.getenv(Logging.VARIABLE));
    String command = args.length == 0 ? "help" : args[0];
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    System.exit(
        switch (command) {
          case "run" ->
              App.run(
                  NAME,
                  rest,
                  () -> Configs.describe(AgentConfig.class),
                  launch ->
                      AgentApp.start(
                          Configs.load(launch.config(), launch.variables(), AgentConfig.class),
                          launch.environment(),
                          launch.stop()));
          default -> new Commands(NAME, System.out, System.err).run(command, rest);
        });
  }
}
