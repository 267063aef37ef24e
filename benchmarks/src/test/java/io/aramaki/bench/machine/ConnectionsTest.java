package io.aramaki.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final int DOOR = 8_444;

  @Test
  void parse_onlyEstablishedOnesOfThePort_areCounted() {
    // Given
    List<String> lines =
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt",
            "   0: 0100007F:20FC 00000000:0000 0A 00000000:00000000 00:00000000 00000000",
            "   1: 0100007F:20FC 0100007F:9C40 01 00000000:00000000 00:00000000 00000000",
            "   2: 0100007F:9C40 0100007F:20FC 01 00000000:00000000 00:00000000 00000000",
            "   3: 0100007F:9C41 0100007F:20FC 06 00000000:00000000 00:00000000 00000000",
            "   4: 0000000000000000FFFF00000100007F:20FC 0000000000000000FFFF00000100007F:9C42 01",
            "   5: 0100007F:9C43 0100007F:20FB 01 00000000:00000000 00:00000000 00000000");

    // Then
    assertThat(Connections.parse(lines, DOOR)).isEqualTo(new Connections(2, 1));
  }

  @Test
  void of_oneRealConnection_isSeenAtBothEnds() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      assertThat(client.getPort()).isEqualTo(accepted.getLocalPort());
      assertThat(Connections.of(server.getLocalPort())).isEqualTo(new Connections(1, 1));
    }
  }
}
