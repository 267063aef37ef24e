package io.aramaki.monitoring;

import io.aramaki.kit.app.App;
import io.aramaki.kit.config.Configs;
import io.aramaki.monitoring.app.MonitoringApp;
import io.aramaki.monitoring.app.MonitoringConfig;

/// Runs one monitoring instance as a process.
final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(
        App.run(
            "monitoring",
            args,
            () -> Configs.describe(MonitoringConfig.class),
            launch ->
                MonitoringApp.start(
                    Configs.load(launch.config(), launch.variables(), MonitoringConfig.class),
                    launch.environment())));
  }
}
