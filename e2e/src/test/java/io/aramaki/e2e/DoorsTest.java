package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.e2e.instance.Instance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every socket on which a process of the instance listens, as the kernel lists them: each speaks
/// TLS, or is on loopback and in the table of `docs/operations.md`.
@Tag("e2e")
@Tag("redmine")
@Order(40)
@ExtendWith(World.Resolver.class)
final class DoorsTest {
  private static final int PATIENCE_MS = 5_000;
  private static final int COLUMNS_MAX = 20;

  private final World world;

  DoorsTest(World world) {
    this.world = world;
  }

  /// A listening socket.
  private record Door(String part, InetSocketAddress address) {
    boolean onLoopback() {
      return address.getAddress().isLoopbackAddress();
    }
  }

  @Test
  void everyDoor_speaksTlsOrIsALoopbackDoorOfTheDocs() throws Exception {
    var doors = new ArrayList<Door>();
    for (var part : Instance.PARTS) {
      doors.addAll(doors(part, world.instance.pid(part)));
    }
    doors.addAll(doors("supervisor", world.instance.supervisor()));
    var plain = new TreeSet<String>();
    for (var door : doors) {
      boolean tls = speaksTls(door);
      System.out.printf("%-12s %-24s %s%n", door.part(), door.address(), tls ? "TLS" : "plain");
      if (!tls) {
        assertThat(door.onLoopback()).as("%s without TLS", door).isTrue();
        plain.add(door.part() + " " + name(door));
      }
    }

    assertThat(plain)
        .as("plain doors: those of docs/operations.md and no other")
        .containsExactly(
            "alerting admin",
            "cassandra clients",
            "cassandra storage",
            "gateway admin",
            "inventory admin",
            "monitoring admin",
            "ticketing admin");
    assertThat(doors.stream().filter(door -> door.part().equals("cassandra")))
        .as("clients and storage, no JMX")
        .hasSize(2);
    assertThat(doors.stream().map(Door::part).distinct().toList())
        .as("the agent and the supervisor listen nowhere")
        .doesNotContain("agent", "supervisor");
    assertThat(doors.stream().filter(door -> !plain.contains(door.part() + " " + name(door))))
        .as("TLS doors: four services and three of the gateway")
        .hasSize(7);
  }

  private String name(Door door) {
    try {
      int port = door.address().getPort();
      if (door.part().equals("cassandra")) {
        return Files.readString(world.instance.config("inventory")).contains(":" + port)
            ? "clients"
            : "storage";
      }
      return port == world.instance.port(door.part() + "-admin") ? "admin" : "port " + port;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Door> doors(String part, long pid) throws IOException {
    var inodes = new TreeSet<String>();
    try (var descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (var descriptor : descriptors.toList()) {
        try {
          inodes.add(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException _) {
          // Closed in the meantime: not a listening socket.
        }
      }
    }
    var doors = new ArrayList<Door>();
    for (var table : List.of("tcp", "tcp6")) {
      for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
        var columns = line.strip().split("\\s+", COLUMNS_MAX);
        if (columns.length > 9
            && columns[3].equals("0A")
            && inodes.contains("socket:[" + columns[9] + "]")) {
          doors.add(new Door(part, address(columns[1])));
        }
      }
    }
    return doors;
  }

  /// The kernel writes addresses as 32-bit words in the byte order of the machine.
  private static InetSocketAddress address(String text) throws IOException {
    var parts = text.split(":", 2);
    var bytes = HexFormat.of().parseHex(parts[0]);
    var turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[i - i % 4 + 3 - i % 4];
    }
    return new InetSocketAddress(InetAddress.getByAddress(turned), Integer.parseInt(parts[1], 16));
  }

  /// True if the door answers a TLS client hello with a certificate, whoever signed it.
  private static boolean speaksTls(Door door) throws Exception {
    var seen = new ArrayList<X509Certificate>();
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Remembering(seen)}, new SecureRandom());
    var host =
        door.address().getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : door.address().getAddress();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, door.address().getPort()), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      try (var tls =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(socket, "localhost", door.address().getPort(), true)) {
        tls.startHandshake();
      } catch (SSLException | java.net.SocketTimeoutException | java.net.SocketException _) {
        // A door that wants our certificate refuses after it has shown its own.
      }
    }
    return !seen.isEmpty();
  }

  /// Trusts everybody and remembers what was shown: the question is only whether TLS is spoken.
  private record Remembering(List<X509Certificate> seen) implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
      throw new UnsupportedOperationException("nobody connects to us");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
      seen.add(chain[0]);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
