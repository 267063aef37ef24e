package io.aramaki.ticketing;

import io.aramaki.kit.app.App;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.config.Configs;
import io.aramaki.ticketing.app.TicketingApp;
import io.aramaki.ticketing.app.TicketingConfig;

/// Runs ticketing as a process of its own.
public final class Main {
  private Main() {}

  /// Starts with `--config file`.
  public static void main(String[] args) {
    System.exit(
        App.run(
            "ticketing",
            args,
            () -> Configs.describe(TicketingConfig.class),
            launch -> {
              var file =
                  launch.config().orElseThrow(() -> new BadConfiguration("--config is missing"));
              var config = Configs.load(file, launch.variables(), TicketingConfig.class);
              return TicketingApp.start(config, launch.environment());
            }));
  }
}
