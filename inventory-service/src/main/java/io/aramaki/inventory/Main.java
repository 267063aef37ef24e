package io.aramaki.inventory;

import io.aramaki.inventory.app.InventoryApp;
import io.aramaki.inventory.app.InventoryConfig;
import io.aramaki.kit.app.App;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.config.Configs;

/// Runs inventory as a process of its own.
public final class Main {
  private Main() {}

  /// Starts with `--config file`.
  public static void main(String[] args) {
    System.exit(
        App.run(
            "inventory",
            args,
            () -> Configs.describe(InventoryConfig.class),
            launch -> {
              var file =
                  launch.config().orElseThrow(() -> new BadConfiguration("--config is missing"));
              var config = Configs.load(file, launch.variables(), InventoryConfig.class);
              return InventoryApp.start(config, launch.environment());
            }));
  }
}
