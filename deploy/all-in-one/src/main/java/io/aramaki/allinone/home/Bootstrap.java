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
  private final Layout layout;
  private final EmbeddedCassandra cassandra;

  public Bootstrap(Home home, Layout layout, EmbeddedCassandra cassandra) {
    this.home = home;
    this.layout = layout;
    this.cassandra = cassandra;
  }

  public void run() {
    var ports = Ports.open(home);
    new ConfigFiles(
            home,
            layout,
            ports,
            cassandra.contactPoint(),
            cassandra.username(),
            cassandra.passwordFile().toString())
        .writeMissing();
    var members =
        ConfigFiles.MEMBERS.stream().flatMap(service -> layout.parts(service).stream()).toList();
    if (members.stream().allMatch(this::enrolled)) {
      return;
    }
    var config = Configs.load(home.config("inventory"), Map.of(), InventoryConfig.class);
    try (var inventory = InventoryBootstrap.open(config, Environment.system())) {
      inventory
          .firstAdministrator()
          .ifPresent(password -> Home.writePrivate(home.adminPassword(), password + "\n"));
      for (var part : members) {
        if (!enrolled(part)) {
          Home.writePrivate(
              ConfigFiles.tokenFile(home, part),
              inventory.serviceToken(Layout.service(part)) + "\n");
        }
      }
      Home.writePrivate(home.root().resolve("ca.pem"), inventory.certificateAuthorityPem());
    }
  }

  /// A certificate that ended while the instance was down is as good as none.
  private boolean enrolled(String part) {
    return Files.exists(home.root().resolve("ca.pem"))
        && TlsIdentity.isPresent(home.tls(part))
        && !TlsIdentity.open(home.tls(part), Environment.system().clock()).isExpired();
  }
}
