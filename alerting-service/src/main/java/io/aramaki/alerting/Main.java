package io.aramaki.alerting;

import io.aramaki.alerting.app.AlertingApp;
import io.aramaki.alerting.app.AlertingConfig;
import io.aramaki.kit.app.App;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.config.Configs;

/// Runs alerting as a process of its own.
public final class Main {
  private Main() {}

  /// Starts with `--config file`.
  public static void main(String[] args) {
    System.exit(
        App.run(
            "alerting",
            args,
            () -> Configs.describe(AlertingConfig.class),
            launch -> {
              var file =
                  launch.config().orElseThrow(() -> new BadConfiguration("--config is missing"));
              var config = Configs.load(file, launch.variables(), AlertingConfig.class);
              return AlertingApp.start(config, launch.environment());
            }));
  }
}
