package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a client gets that speaks without TLS.
final class PlainTextTest {
  private static final int WAIT_MS = 12_000;
  private static final byte TLS_ALERT = 21;
  private static final int ALERT_BYTES_MAX = 7;
  private static final List<String> TALK =
      List.of(
          "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
          "\n");

  @TempDir static Path directory;
  private static GatewayFixture gateway;

  @BeforeAll
  static void open() {
    gateway = new GatewayFixture(directory, Environment.system());
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @Test
  void gateway_hasNoOtherDoorsThanTheseFour() {
    assertThat(gateway.app().addresses().keySet())
        .isEqualTo(Set.of("people", "agents", "otlp", "admin"));
  }

  @Test
  void doors_forOthers_giveNothingButAnAlertWithoutTls() throws Exception {
    for (String door : List.of("people", "agents", "otlp")) {
      for (String words : TALK) {
        byte[] answer = say(port(door), words);

        assertThat(answer.length).as(door).isLessThanOrEqualTo(ALERT_BYTES_MAX);
        if (answer.length > 0) {
          assertThat(answer[0]).as(door).isEqualTo(TLS_ALERT);
        }
      }
    }
  }

  /// The documented exception: health and metrics, for this machine only.
  @Test
  void admin_isReachedFromThisMachineOnly() throws Exception {
    assertThat(gateway.address("admin")).startsWith("127.0.0.1:");
    for (InetAddress address : otherAddresses()) {
      assertThat(canConnect(address, port("admin"))).as(address.toString()).isFalse();
    }
  }

  private static List<InetAddress> otherAddresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(network -> Collections.list(network.getInetAddresses()).stream())
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .toList();
  }

  private static boolean canConnect(InetAddress address, int port) {
    try (var _ = new Socket(address, port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static int port(String door) {
    String address = gateway.address(door);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static byte[] say(int port, String words) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(WAIT_MS);
      socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      try {
        return in.readNBytes(64);
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the door keeps the connection open", e);
      } catch (SocketException _) {
        return new byte[0];
      }
    }
  }
}
