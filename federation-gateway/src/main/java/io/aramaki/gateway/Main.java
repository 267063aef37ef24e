package io.aramaki.gateway;

import io.aramaki.gateway.app.GatewayApp;
import io.aramaki.gateway.app.GatewayConfig;
import io.aramaki.kit.app.App;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.config.Configs;

/// Runs the gateway as a process of its own.
public final class Main {
  private Main() {}

  /// Starts with `--config file`.
  public static void main(String[] args) {
    System.exit(
        App.run(
            "gateway",
            args,
            () -> Configs.describe(GatewayConfig.class),
            launch -> {
              var file =
                  launch.config().orElseThrow(() -> new BadConfiguration("--config is missing"));
              var config = Configs.load(file, launch.variables(), GatewayConfig.class);
              return GatewayApp.start(config, launch.environment());
            }));
  }
}
