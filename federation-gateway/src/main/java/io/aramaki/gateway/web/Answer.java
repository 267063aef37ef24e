package io.aramaki.gateway.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is answered to an [Ask].
public sealed interface Answer {
  int status();

  Map<String, String> headers();

  /// All at once.
  record Whole(int status, Map<String, String> headers, String body) implements Answer {
    public Whole {
      headers = Map.copyOf(headers);
    }

    /// Answers the same with one header more.
    public Whole with(String name, String value) {
      var more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Whole(status, more, body);
    }
  }

  /// All at once, in bytes that are no text.
  record Binary(int status, Map<String, String> headers, ByteBuffer body) implements Answer {
    public Binary {
      headers = Map.copyOf(headers);
      body = body.asReadOnlyBuffer();
    }
  }

  /// Piece by piece, as long as somebody reads.
  record Streamed(int status, Map<String, String> headers, Producer producer) implements Answer {
    public Streamed {
      headers = Map.copyOf(headers);
    }
  }

  /// Writes a stream.
  @FunctionalInterface
  interface Producer {
    /// Writes all there is; returning ends the stream. The thread is interrupted when the reader is
    /// gone.
    void produce(Sink sink) throws InterruptedException;
  }

  /// Where a stream goes.
  @FunctionalInterface
  interface Sink {
    /// Writes a piece of text in UTF-8, after waiting until the reader can take it.
    ///
    /// @throws InterruptedException if the reader is gone
    void write(byte[] piece) throws InterruptedException;

    /// Writes the last piece. If it is the only one, the answer is sent as a whole, with its
    /// length.
    default void last(byte[] piece) throws InterruptedException {
      write(piece);
    }

    /// Writes a text, as [#write(byte[])] does.
    default void write(String piece) throws InterruptedException {
      write(piece.getBytes(StandardCharsets.UTF_8));
    }
  }

  static Whole text(int status, String mediaType, String body) {
    return new Whole(status, Map.of("content-type", mediaType + "; charset=utf-8"), body);
  }

  static Whole html(int status, String body) {
    return text(status, "text/html", body);
  }

  static Whole json(int status, String body) {
    return text(status, "application/json", body);
  }

  /// Sends a browser elsewhere, by GET.
  static Whole seeOther(String location) {
    return new Whole(303, Map.of("location", location), "");
  }
}
