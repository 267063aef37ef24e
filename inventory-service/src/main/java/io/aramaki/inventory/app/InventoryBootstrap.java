package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.people.Role;
import io.aramaki.inventory.domain.people.RoleBinding;
import io.aramaki.inventory.storage.CassandraSystemStore;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.tls.Pem;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What is done before an organisation's first service can enrol and its first person can log in:
/// on the tables, by whoever holds the key file.
public final class InventoryBootstrap implements AutoCloseable {
  private static final UserId ADMIN = new UserId("admin");
  private static final Change BY = Change.by("bootstrap");

  private final InventoryConfig config;
  private final InventoryCore core;
  private final Closer closer;

  private InventoryBootstrap(InventoryConfig config, InventoryCore core, Closer closer) {
    this.config = config;
    this.core = core;
    this.closer = closer;
  }

  /// Opens the tables, and makes them and the organisation's keys first if needed.
  public static InventoryBootstrap open(InventoryConfig config, Environment environment) {
    var closer = new Closer();
    try {
      var cql = new Cql(closer.add("cassandra", Sessions.open(config.cassandra())));
      new SchemaInstaller(cql, environment.clock(), environment.ids())
          .install(CassandraSystemStore.class);
      var core = InventoryCore.open(config, cql, Clock.tickMillis(environment.clock().getZone()));
      return new InventoryBootstrap(config, core, closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  /// Makes the first administrator.
  ///
  /// @return the password, which is nowhere else; empty if there is an administrator already
  public Optional<String> firstAdministrator() {
    if (core.users().find(ADMIN).isPresent()) {
      return Optional.empty();
    }
    var password = new Secrets(new SecureRandom()).random128();
    var _ = core.users().create(ADMIN, "Administrator", false, Redacted.of(password));
    core.roles().set(new RoleBinding(ADMIN, Role.ADMIN, Optional.empty(), false));
    return Optional.of(password);
  }

  /// Makes a token with which one service enrols.
  public String serviceToken(String service) {
    return InventoryApp.tokenStrings(config, core)
        .format(core.tokens().forService(service, Optional.empty(), BY));
  }

  /// The certificate of the organisation's authority.
  public String certificateAuthorityPem() {
    return new String(
        Pem.format(List.of(core.keys().authority().certificate())),
        java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    closer.close();
  }
}
