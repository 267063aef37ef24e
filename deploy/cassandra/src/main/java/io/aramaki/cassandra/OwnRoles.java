package io.aramaki.cassandra;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.cassandra.auth.CassandraRoleManager;
import org.apache.cassandra.cql3.QueryProcessor;
import org.apache.cassandra.cql3.UntypedResultSet;
import org.mindrot.jbcrypt.BCrypt;

/// The role manager of the embedded Cassandra: makes our one superuser from the credentials file
/// *before* the port for clients opens.
///
/// Cassandra makes its well-known superuser `cassandra` with the password `cassandra` only where no
/// role exists. Because ours exists first, that role is never made: there is no moment in which the
/// default password works. Each start makes the stored password equal to the file's, so a lost
/// credentials file is healed by a restart.
public final class OwnRoles extends CassandraRoleManager {
  /// Names the file that holds the password, one line.
  private static final String PASSWORD_FILE = "aramaki.cassandra.password.file";

  private static final String ROLE = System.getProperty("aramaki.cassandra.role", "aramaki");

  /// The password has 192 random bits: stretching it would only slow each connection down.
  private static final int BCRYPT_ROUNDS = 4;

  /// A test's child ends with the process of this id.
  private static final String PARENT = "aramaki.cassandra.parent";

  private static final int EXIT_WITHOUT_PARENT = 3;

  @Override
  public void setup() {
    endWithParent();
    var password = password();
    UntypedResultSet found =
        QueryProcessor.executeInternal(
            "SELECT salted_hash FROM system_auth.roles WHERE role = ?", ROLE);
    if (found.isEmpty() || !BCrypt.checkpw(password, found.one().getString("salted_hash"))) {
      QueryProcessor.executeInternal(
          "INSERT INTO system_auth.roles (role, is_superuser, can_login, salted_hash) VALUES (?, true, true, ?)",
          ROLE,
          BCrypt.hashpw(password, BCrypt.gensalt(BCRYPT_ROUNDS)));
    }
    super.setup();
  }

  private static void endWithParent() {
    var parent = Long.getLong(PARENT);
    if (parent != null) {
      Thread.ofPlatform()
          .daemon()
          .name("parent-watch")
          .start(() -> {
            ProcessHandle.of(parent).ifPresent(handle -> handle.onExit().join());
            Runtime.getRuntime().halt(EXIT_WITHOUT_PARENT);
          });
    }
  }

  private static String password() {
    var file = System.getProperty(PASSWORD_FILE);
    if (file == null) {
      throw new IllegalStateException(
          "the system property " + PASSWORD_FILE + " must name the password file");
    }
    try {
      return Files.readString(Path.of(file), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the password file " + file, e);
    }
  }
}
