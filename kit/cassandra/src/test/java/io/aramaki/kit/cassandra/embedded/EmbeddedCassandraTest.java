package io.aramaki.kit.cassandra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.RealCassandra;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.cassandra.StorageUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedCassandraTest {
  private static final int COLUMNS_MAX = 20;

  @TempDir private Path temporary;
  private final List<EmbeddedCassandra> started = new ArrayList<>();

  @AfterEach
  void killAll() {
    started.forEach(EmbeddedCassandra::kill);
  }

  private EmbeddedCassandraConfig config() {
    // Blanks and quotes are what paths have when it matters.
    return EmbeddedCassandraConfig.in(temporary.resolve("with 'blank'"))
        .withHeap("384m")
        .withJvmOptions(RealCassandra.TEST_OPTIONS);
  }

  private EmbeddedCassandra start(EmbeddedCassandraConfig config) {
    var cassandra = EmbeddedCassandra.start(config);
    started.add(cassandra);
    return cassandra;
  }

  @Test
  void start_noClassPath_saysHowToGetOne() {
    assertThatThrownBy(() -> config().withLib(temporary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no Cassandra class path at " + temporary)
        .hasMessageContaining("mvn -pl deploy/cassandra package");
  }

  @Test
  void start_childDies_showsItsLastWords() {
    var broken = config().withJvmOptions(List.of("-XX:+NoSuchOption"));
    assertThatThrownBy(() -> start(broken))
        .isInstanceOf(CassandraStartException.class)
        .hasMessageContaining("ended during its start")
        .hasMessageContaining("Unrecognized VM option 'NoSuchOption'")
        .hasMessageContaining("cassandra.out");
  }

  @Test
  void start_portHeldByAnother_namesPortAndFile() throws IOException {
    // Given
    var config = config();
    Files.createDirectories(config.directory().resolve("conf"));
    try (var holder = new ServerSocket()) {
      holder.bind(ChildPorts.loopback(0));
      var ports = new Properties();
      ports.setProperty("native", Integer.toString(holder.getLocalPort()));
      ports.setProperty("storage", "20001");
      ports.setProperty("ssl-storage", "20002");
      try (var out = Files.newBufferedWriter(config.directory().resolve("conf/ports"))) {
        ports.store(out, null);
      }

      // When, Then
      assertThatThrownBy(() -> start(config))
          .isInstanceOf(CassandraStartException.class)
          .hasMessageContaining("[" + holder.getLocalPort() + "]")
          .hasMessageContaining("conf/ports");
    }
  }

  @Test
  void start_portsFileBroken_saysWhatIsExpected() throws IOException {
    // Given
    var config = config();
    Files.createDirectories(config.directory().resolve("conf"));
    Files.writeString(config.directory().resolve("conf/ports"), "native=99999\n");

    // When, Then
    assertThatThrownBy(() -> start(config))
        .hasMessageContaining("'native' is '99999'; expected a port number");
  }

  @Test
  void lifeOfAChild_killedAdoptedHealed() throws Exception {
    // Given
    var config = config();
    var first = start(config);
    var keyspace = first.configFor("life");
    try (var session = Sessions.open(keyspace)) {
      session.execute("CREATE TABLE note (id int PRIMARY KEY)");
      session.execute("INSERT INTO note (id) VALUES (1)");
    }
    assertThat(commitLogSync(first)).as("acknowledges after the disk").isEqualTo("group");
    assertIsClosedToStrangers(first, config.directory());
    assertThatThrownBy(() -> start(config)).hasMessageContaining("another process is in charge");

    // When: the child is killed
    first.kill();
    var second = start(config);

    // Then: what was acknowledged is there, at the same address
    assertThat(second.contactPoint()).isEqualTo(first.contactPoint());
    assertThat(second.adopted()).isFalse();
    assertThat(notes(keyspace)).isEqualTo(1);

    // When: the parent goes away without a word
    second.detach();
    var third = start(config);

    // Then: the same child is adopted
    assertThat(third.adopted()).isTrue();
    assertThat(third.pid()).isEqualTo(second.pid());
    assertThat(third.onExit()).isNotDone();

    // When: it is stopped in order, and its password file is lost
    third.close();
    assertThat(third.isAlive()).isFalse();
    assertThat(third.answers()).isFalse();
    Files.delete(third.passwordFile());
    start(config);

    // Then: the new password works and the data are there
    assertThat(notes(keyspace)).isEqualTo(1);
    assertLogHasNoError(config.directory().resolve("log/cassandra.log"));
  }

  @Tag("full")
  @Test
  void start_survivorStandsStill_isReplaced() throws Exception {
    // Given
    var stuck = start(config());
    var _ = Pause.of(stuck.pid());
    stuck.detach();

    // When
    var next = start(config());

    // Then
    assertThat(next.adopted()).isFalse();
    assertThat(next.pid()).isNotEqualTo(stuck.pid());
    assertThat(stuck.isAlive()).isFalse();
    assertThat(next.answers()).isTrue();
  }

  private static long notes(CassandraConfig config) {
    try (var session = Sessions.open(config)) {
      return session.execute("SELECT id FROM note").all().size();
    }
  }

  private void assertIsClosedToStrangers(EmbeddedCassandra cassandra, Path directory)
      throws IOException {
    assertThat(Files.getPosixFilePermissions(directory))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(cassandra.passwordFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    var defaults = Files.writeString(temporary.resolve("default"), "cassandra");
    var asDefault = CassandraConfig.of(cassandra.contactPoint(), "life", "cassandra", defaults);
    assertThatThrownBy(() -> Sessions.open(asDefault)).isInstanceOf(StorageUnavailable.class);
    var nobody =
        new CassandraConfig(
            List.of(cassandra.contactPoint()),
            CassandraConfig.DEFAULT_DATACENTER,
            "life",
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(5),
            1);
    assertThatThrownBy(() -> Sessions.open(nobody)).isInstanceOf(StorageUnavailable.class);
    try (var session = Sessions.open(cassandra.configFor("life"))) {
      var roles =
          session
              .execute("SELECT role FROM system_auth.roles")
              .map(row -> row.getString("role"))
              .all();
      assertThat(roles).containsExactly("aramaki");
    }
    int port = Integer.parseInt(cassandra.contactPoint().replaceAll(".*:", ""));
    for (var address : addressesOfThisHost()) {
      assertThat(connects(address, port)).as("listens on %s", address).isFalse();
    }
    var listening = listeningPorts(cassandra.pid());
    assertThat(listening).as("client and storage port, no JMX").hasSize(2).contains(port);
  }

  private static List<InetAddress> addressesOfThisHost() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .toList();
  }

  private static boolean connects(InetAddress address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// The TCP ports on which the process listens, from /proc.
  private static List<Integer> listeningPorts(long pid) throws IOException {
    var inodes = new ArrayList<String>();
    try (var descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (var descriptor : descriptors.toList()) {
        try {
          inodes.add(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException _) {
          // Closed in the meantime: not a listening socket.
        }
      }
    }
    var ports = new ArrayList<Integer>();
    for (var table : new String[] {"tcp", "tcp6"}) {
      for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
        var columns = line.strip().split("\\s+", COLUMNS_MAX);
        if (columns.length > 9
            && columns[3].equals("0A")
            && inodes.contains("socket:[" + columns[9] + "]")) {
          ports.add(Integer.parseInt(columns[1].replaceAll(".*:", ""), 16));
        }
      }
    }
    return ports;
  }

  /// Its warnings are about the machine (swap, limits, free disk) and differ from one to the next;
  /// an error is about us.
  private static void assertLogHasNoError(Path log) throws IOException {
    assertThat(Files.readAllLines(log)).noneMatch(line -> line.matches("\\S+ ERROR .*"));
  }

  @Test
  void start_periodicSync_isWhatCassandraSays() {
    // Given
    var cassandra = start(config().withCommitLogSync(CommitLogSync.PERIODIC));

    // When, Then
    assertThat(commitLogSync(cassandra)).isEqualTo("periodic");
  }

  private static String commitLogSync(EmbeddedCassandra cassandra) {
    try (var session = Sessions.open(cassandra.configFor("life"))) {
      return session
          .execute("SELECT value FROM system_views.settings WHERE name = 'commitlog_sync'")
          .map(row -> String.valueOf(row.getString("value")))
          .all()
          .getFirst();
    }
  }
}
