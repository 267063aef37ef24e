package io.aramaki.kit.cassandra.embedded;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/// Asks a port whether a CQL server answers there: one OPTIONS frame of the native protocol,
/// answered by SUPPORTED. Cassandra opens the port only after its own start and the roles are done,
/// so the answer means ready.
final class CqlProbe {
  private static final byte VERSION_4_REQUEST = 0x04;
  private static final byte VERSION_RESPONSE_BIT = (byte) 0x80;
  private static final byte OPTIONS = 0x05;
  private static final byte SUPPORTED = 0x06;
  private static final int HEADER_BYTES = 9;

  private CqlProbe() {}

  static boolean answers(int port, Duration timeout) {
    var limit = (int) timeout.toMillis();
    try (var socket = new Socket()) {
      socket.connect(ChildPorts.loopback(port), limit);
      socket.setSoTimeout(limit);
      socket.getOutputStream().write(new byte[] {VERSION_4_REQUEST, 0, 0, 0, OPTIONS, 0, 0, 0, 0});
      var header = new byte[HEADER_BYTES];
      new DataInputStream(socket.getInputStream()).readFully(header);
      return (header[0] & VERSION_RESPONSE_BIT) != 0 && header[4] == SUPPORTED;
    } catch (IOException _) {
      return false;
    }
  }
}
