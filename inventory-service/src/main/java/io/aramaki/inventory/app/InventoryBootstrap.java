package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.InventoryException.AlreadyExists;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.people.User;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.domain.role.RoleBinding;
import io.aramaki.inventory.grpc.agent.TokenStrings;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.cassandra.Sessions;
import io.opentelemetry.api.OpenTelemetry;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The first start of an organisation, by whoever holds its key file: makes the keys, the first
/// administrator, and tokens with which the services enrol. Everything may be done again.
public final class InventoryBootstrap implements AutoCloseable {
  private static final UserId ADMIN = new UserId("admin");

  /// Services find inventory by their own configuration; a token has to name some address.
  private static final List<String> UNUSED_ADDRESS = List.of("localhost:1");

  private static final int PEM_LINE = 64;

  private final Inventory inventory;
  private final TokenStrings tokenStrings;
  private final Change change;
  private final Closer closer;

  private InventoryBootstrap(Inventory inventory, Closer closer) {
    this.inventory = inventory;
    this.closer = closer;
    this.tokenStrings = new TokenStrings(inventory.keys, List::of, () -> UNUSED_ADDRESS);
    this.change = Change.by(inventory.names.service("inventory"));
  }

  /// Opens the database; makes the keyspace, the tables and the organisation's keys if they are
  /// missing.
  public static InventoryBootstrap open(InventoryConfig config, Environment environment) {
    var closer = new Closer();
    try {
      var session = closer.add("cassandra", Sessions.open(config.cassandra()));
      var inventory = new Inventory(config, session, OpenTelemetry.noop(), environment);
      return new InventoryBootstrap(inventory, closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  /// Answers the organisation's id.
  public String organisation() {
    return inventory.names.org();
  }

  /// Makes the user `admin`, administrator of the whole organisation, if there is none.
  ///
  /// The first password follows from the organisation's root key, so it can be asked for again if
  /// the process died before it was written down; not any more once it was changed.
  ///
  /// @return the password; empty if it is not the first one any more
  public Optional<String> firstAdministrator() {
    Redacted password = Redacted.of(FirstPassword.of(inventory.keys.root()));
    try {
      User _ = inventory.users.create(ADMIN, "Administrator", false, password);
    } catch (AlreadyExists _) {
      User kept = inventory.users.get(ADMIN);
      if (!inventory.hasher.matches(password, kept.passwordHash())) {
        return Optional.empty();
      }
    }
    inventory.roles.set(new RoleBinding(ADMIN, Role.ADMIN, Optional.empty(), false));
    return Optional.of(password.reveal());
  }

  /// Makes a single-use token with which an instance of a service enrols within an hour.
  ///
  /// @param service for example `monitoring`
  public String serviceToken(String service) {
    return tokenStrings.forService(
        inventory.enrolmentTokens.forService(service, Optional.empty(), change));
  }

  /// Answers the certificate of the organisation's authority, for those who check the gateway's.
  public String certificateAuthorityPem() {
    try {
      byte[] der = inventory.keys.authority().certificate().getEncoded();
      String base64 = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der);
      return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("the authority's certificate cannot be encoded", e);
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
