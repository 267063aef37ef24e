package io.aramaki.allinone.home;

import io.aramaki.inventory.app.InventoryBootstrap;
import io.aramaki.inventory.app.InventoryConfig;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandra;
import io.aramaki.kit.config.Configs;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.nio.file.Files;
import java.util.Map;

/// The first start: writes the configuration, makes the organisation with its keys and its first
/// administrator, and a token for each service to enrol with. Every step is skipped where its
/// result is there, so that a start that was interrupted goes on.
public final class Bootstrap {
  private final Home home;
  private final EmbeddedCassandra cassandra;

  public Bootstrap(Home home, EmbeddedCassandra cassandra) {
    this.home = home;
    this.cassandra = cassandra;
  }

  public void run() {
    var ports = Ports.open(home);
    new ConfigFiles(
            home,
            ports,
            cassandra.contactPoint(),
            cassandra.username(),
            cassandra.passwordFile().toString())
        .writeMissing();
    boolean complete = ConfigFiles.MEMBERS.stream().allMatch(this::enrolled);
    if (complete) {
      return;
    }
    var config = Configs.load(home.config("inventory"), Map.of(), InventoryConfig.class);
    try (var inventory = InventoryBootstrap.open(config, Environment.system())) {
      inventory
          .firstAdministrator()
          .ifPresent(password -> Home.writePrivate(home.adminPassword(), password + "\n"));
      for (var service : ConfigFiles.MEMBERS) {
        if (!enrolled(service)) {
          Home.writePrivate(
              ConfigFiles.tokenFile(home, service), inventory.serviceToken(service) + "\n");
        }
      }
      Home.writePrivate(home.root().resolve("ca.pem"), inventory.certificateAuthorityPem());
    }
  }

  /// A certificate that ended while the instance was down is as good as none.
  private boolean enrolled(String service) {
    return Files.exists(home.root().resolve("ca.pem"))
        && TlsIdentity.isPresent(home.tls(service))
        && !TlsIdentity.open(home.tls(service), Environment.system().clock()).isExpired();
  }
}
