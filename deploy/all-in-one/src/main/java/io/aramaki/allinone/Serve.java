package io.aramaki.allinone;

import io.aramaki.alerting.app.AlertingApp;
import io.aramaki.alerting.app.AlertingConfig;
import io.aramaki.allinone.home.Home;
import io.aramaki.gateway.app.GatewayApp;
import io.aramaki.gateway.app.GatewayConfig;
import io.aramaki.inventory.app.InventoryApp;
import io.aramaki.inventory.app.InventoryConfig;
import io.aramaki.kit.app.App;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Launch;
import io.aramaki.kit.app.Running;
import io.aramaki.kit.config.Configs;
import io.aramaki.monitoring.app.MonitoringApp;
import io.aramaki.monitoring.app.MonitoringConfig;
import io.aramaki.ticketing.app.TicketingApp;
import io.aramaki.ticketing.app.TicketingConfig;
import java.util.Map;
import java.util.TreeMap;

/// All services and the gateway in one JVM. They speak mutual TLS over loopback all the same, so
/// that splitting them changes nothing.
final class Serve {
  private Serve() {}

  static int run(Home home) {
    return App.run("services", new String[0], launch -> start(home, launch));
  }

  private static Running start(Home home, Launch launch) {
    var closer = new Closer();
    var addresses = new TreeMap<String, String>();
    try {
      add(
          closer,
          addresses,
          "inventory",
          InventoryApp.start(
              load(home, launch, "inventory", InventoryConfig.class), launch.environment()));
      add(
          closer,
          addresses,
          "monitoring",
          MonitoringApp.start(
              load(home, launch, "monitoring", MonitoringConfig.class), launch.environment()));
      add(
          closer,
          addresses,
          "ticketing",
          TicketingApp.start(
              load(home, launch, "ticketing", TicketingConfig.class), launch.environment()));
      add(
          closer,
          addresses,
          "alerting",
          AlertingApp.start(
              load(home, launch, "alerting", AlertingConfig.class), launch.environment()));
      add(
          closer,
          addresses,
          "gateway",
          GatewayApp.start(
              load(home, launch, "gateway", GatewayConfig.class), launch.environment()));
      return new Together(closer, addresses);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static <R extends Record> R load(
      Home home, Launch launch, String service, Class<R> type) {
    return Configs.load(home.config(service), launch.variables(), type);
  }

  private static void add(
      Closer closer, Map<String, String> addresses, String service, Running app) {
    closer.add(service, app);
    app.addresses().forEach((door, address) -> addresses.put(service + "-" + door, address));
  }

  private record Together(Closer closer, Map<String, String> addresses) implements Running {
    @Override
    public void close() {
      closer.close();
    }
  }
}
