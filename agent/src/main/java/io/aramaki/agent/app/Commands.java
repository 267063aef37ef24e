package io.aramaki.agent.app;

import io.aramaki.kit.app.App;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.config.Configs;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The commands that do something and end: `enrol`, `check-config`, `help`.
public final class Commands {
  private static final String TOKEN_VARIABLE = "ARAMAKI_ENROLMENT_TOKEN";

  private final String name;
  private final PrintStream out;
  private final PrintStream err;

  public Commands(String name, PrintStream out, PrintStream err) {
    this.name = name;
    this.out = out;
    this.err = err;
  }

  /// Runs one and answers the exit code.
  public int run(String command, String[] args) {
    try {
      switch (command) {
        case "enrol" -> enrol(options(args));
        case "check-config" -> {
          AgentConfig config = config(options(args));
          out.println("configuration is right; state directory " + config.stateDirectory());
        }
        case "help", "--help", "-h" ->
            out.print(usage() + "\n" + Configs.describe(AgentConfig.class));
        default ->
            throw new BadConfiguration(
                "unknown command \"" + command + "\"; there are run, enrol, check-config, help");
      }
      return App.OK;
    } catch (BadConfiguration e) {
      err.println(name + ": " + e.getMessage());
      return App.BAD_CONFIGURATION;
    }
  }

  private String usage() {
    return """
    Usage: %1$s run [--config agent.yaml]
           %1$s enrol --token TOKEN [--config agent.yaml]
           %1$s check-config [--config agent.yaml]

      run            runs the agent until SIGTERM
      enrol          turns a single-use token into a certificate; may be repeated, and
                     is done again with another token after the certificate ended
      check-config   reads the configuration and says what is wrong with it

    The token may also be given by the environment variable %2$s, which other
    users of the host cannot see in the process list.
    """
        .formatted(name, TOKEN_VARIABLE);
  }

  private void enrol(Map<String, String> options) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    @Nullable String fromVariable = variables.remove(TOKEN_VARIABLE);
    String token = options.getOrDefault("--token", fromVariable == null ? "" : fromVariable);
    if (token.isBlank()) {
      throw new BadConfiguration("enrol needs --token TOKEN or the variable " + TOKEN_VARIABLE);
    }
    var command = new EnrolCommand(config(options), Environment.system(), new SecureRandom());
    out.println(command.run(token));
  }

  private static AgentConfig config(Map<String, String> options) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.remove(TOKEN_VARIABLE);
    return Configs.load(
        Optional.ofNullable(options.get("--config")).map(Path::of), variables, AgentConfig.class);
  }

  private static Map<String, String> options(String[] args) {
    var options = new HashMap<String, String>();
    for (int i = 0; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      String option = equals < 0 ? args[i] : args[i].substring(0, equals);
      if (!option.equals("--token") && !option.equals("--config")) {
        throw new BadConfiguration(
            "unknown option \"" + option + "\"; there are --token TOKEN and --config FILE");
      }
      if (equals < 0 && i + 1 == args.length) {
        throw new BadConfiguration(option + " needs a value");
      }
      options.put(option, equals < 0 ? args[++i] : args[i].substring(equals + 1));
    }
    return options;
  }
}
