package io.aramaki.gateway.domain.frame;

import java.util.List;

/// What is read of a message on its way: never its content.
///
/// @param field the number of the first field, which in a session's messages says what is said; 0
///   if the message is empty, compressed or no protobuf
/// @param traceparents the W3C traceparents beside a batch, at most [#TRACEPARENTS_MAX]
/// @param bytes the length of the message
public record Envelope(int field, List<String> traceparents, int bytes) {
  public static final int TRACEPARENTS_MAX = 4;

  public Envelope {
    traceparents = List.copyOf(traceparents);
  }
}
