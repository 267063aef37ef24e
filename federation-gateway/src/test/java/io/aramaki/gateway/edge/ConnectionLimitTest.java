package io.aramaki.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aramaki.gateway.domain.login.Origins;
import io.aramaki.gateway.domain.session.RelayProgress;
import io.aramaki.gateway.domain.session.Revocations;
import io.aramaki.gateway.domain.session.ShardOwners;
import io.aramaki.gateway.grpc.call.InternalTokens;
import io.aramaki.gateway.grpc.call.LongStreams;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.gateway.grpc.rest.RequestReader;
import io.aramaki.gateway.grpc.rest.RestCalls;
import io.aramaki.gateway.grpc.route.Routes;
import io.aramaki.gateway.grpc.session.RefusalDetails;
import io.aramaki.gateway.testing.TestOrg;
import io.aramaki.gateway.web.Credentials;
import io.aramaki.gateway.web.PeopleSite;
import io.aramaki.gateway.web.RestSite;
import io.aramaki.gateway.web.Ways;
import io.aramaki.gateway.web.door.PeopleDoor;
import io.aramaki.gateway.web.door.PeopleDoorOptions;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.testing.MutableClock;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both doors have room for so many connections, and say no to the next one.
final class ConnectionLimitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LOOK_MS = 500;
  private static final int CONNECTIONS_MAX = 2;

  /// How an HTTP/2 connection begins: the client's preface and empty settings (RFC 9113, 3.4).
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;
  private final MutableClock clock = MutableClock.started();

  enum Which {
    AGENTS,
    PEOPLE
  }

  /// A door for two.
  private record Door(String address, TlsContexts stranger, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  @ParameterizedTest
  @EnumSource
  void connection_overTheLimit_isClosedUntilAnotherHasGone(Which which) throws Exception {
    // Given a door for two, and two
    try (Door door = open(which);
        SSLSocket second = speak(door)) {
      SSLSocket first = speak(door);
      assertThat(isServed(first)).isTrue();
      assertThat(isServed(second)).isTrue();

      // When, then
      assertThat(isWelcome(door)).isFalse();

      // And when one has gone
      first.close();
      await().atMost(PATIENCE).until(() -> isWelcome(door));
    }
  }

  @ParameterizedTest
  @EnumSource
  void connections_thatSayNothingAfterTheHandshake_areCountedToo(Which which) throws Exception {
    try (Door door = open(which);
        SSLSocket _ = shakeHands(door)) {
      SSLSocket first = shakeHands(door);

      assertThat(isWelcome(door)).isFalse();

      first.close();
      await().atMost(PATIENCE).until(() -> isWelcome(door));
    }
  }

  @ParameterizedTest
  @EnumSource
  void connections_withoutAHandshake_areCountedToo(Which which) throws Exception {
    try (Door door = open(which);
        Socket _ = new Socket(InetAddress.getLoopbackAddress(), port(door))) {
      Socket first = new Socket(InetAddress.getLoopbackAddress(), port(door));

      assertThat(isWelcome(door)).isFalse();

      first.close();
      await().atMost(PATIENCE).until(() -> isWelcome(door));
    }
  }

  private Door open(Which which) throws IOException {
    var org = new TestOrg(directory, clock);
    var stranger = TlsContexts.anonymous(List.of(org.authority()), clock);
    return switch (which) {
      case AGENTS -> {
        AgentDoor door = agents(org);
        yield new Door(door.address(), stranger, door::close);
      }
      case PEOPLE -> {
        PeopleDoor door = people(org);
        yield new Door(door.address(), stranger, door::close);
      }
    };
  }

  private AgentDoor agents(TestOrg org) throws IOException {
    var services =
        new EdgeServices(
            ShardOwners::none,
            Revocations::unknown,
            Optional::empty,
            RefusalDetails::encode,
            new RelayProgress(),
            clock,
            clock.nanoTime());
    return AgentDoor.start(
        new AgentDoorOptions("127.0.0.1", 0, org.service("gateway"), 2, CONNECTIONS_MAX),
        services,
        OpenTelemetry.noop());
  }

  /// Nobody asks it for anything.
  private PeopleDoor people(TestOrg org) throws IOException {
    var nowhere =
        Grpc.newChannelBuilder("dns:///127.0.0.1:1", InsecureChannelCredentials.create()).build();
    nowhere.shutdownNow();
    var calls = new PersonCalls(new InternalTokens(nowhere, clock), _ -> nowhere);
    var rest =
        new RestSite(
            Routes.of(List.of()),
            new Credentials(new Origins(Set.of())),
            new RestCalls(new RequestReader("orgs/none"), calls, new LongStreams(calls)));
    return PeopleDoor.start(
        new PeopleDoorOptions(
            "127.0.0.1",
            0,
            TlsContexts.mutual(org.service("gateway")),
            Optional.empty(),
            2,
            CONNECTIONS_MAX),
        new PeopleSite(rest, new Ways(List.of()), (_, error) -> RestSite.error(error)));
  }

  private static int port(Door door) {
    return Integer.parseInt(door.address().substring(door.address().lastIndexOf(':') + 1));
  }

  private static SSLSocket speak(Door door) throws IOException {
    SSLSocket socket = shakeHands(door);
    socket.getOutputStream().write(PREFACE);
    return socket;
  }

  private static SSLSocket shakeHands(Door door) throws IOException {
    var socket =
        (SSLSocket)
            door.stranger().sslContext().getSocketFactory().createSocket("127.0.0.1", port(door));
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.startHandshake();
    return socket;
  }

  /// One more connection is served and kept. That of a full door ends in its handshake.
  private static boolean isWelcome(Door door) {
    try (SSLSocket socket = speak(door)) {
      return isServed(socket) && !isClosed(socket);
    } catch (IOException _) {
      return false;
    }
  }

  /// The server's first frame comes.
  private static boolean isServed(SSLSocket socket) {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (IOException _) {
      return false;
    }
  }

  /// Reads to the end; a connection that is kept has none.
  private static boolean isClosed(SSLSocket socket) {
    try {
      socket.setSoTimeout(LOOK_MS);
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }
}
