package io.aramaki.kit.page;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Where the next page of a list begins: the sort key of the last result, opaque to the caller.
///
/// The text form carries a checksum over the position and the request it belongs to (parent,
/// filter, order), so a token that was cut off, or used with another request, is refused instead of
/// giving a wrong page. It grants nothing: whoever presents it is authorised like anybody else.
///
/// @param position the parts of the sort key, in order
public record PageToken(List<String> position) {
  private static final int VERSION = 1;
  private static final int PARTS_MAX = 16;
  private static final int TEXT_LENGTH_MAX = 4096;

  public PageToken {
    position = List.copyOf(position);
    if (position.isEmpty() || position.size() > PARTS_MAX) {
      throw new IllegalArgumentException(
          "a position has 1 to " + PARTS_MAX + " parts, was " + position.size());
    }
  }

  public static PageToken at(String... position) {
    return new PageToken(List.of(position));
  }

  /// Reads the token of a request; empty text means the first page.
  ///
  /// @param request all that shapes the list (parent, filter, order), the same as for [#text]
  /// @param parts how many parts the position of this list has
  /// @throws IllegalArgumentException if the token is not one that this list gave out
  public static Optional<PageToken> parse(String text, String request, int parts) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    PageToken token = decode(text, request);
    if (token.position.size() != parts) {
      throw invalid();
    }
    return Optional.of(token);
  }

  /// Writes the token for a response.
  ///
  /// @param request all that shapes the list (parent, filter, order)
  public String text(String request) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(checksum(position, request));
      out.writeByte(position.size());
      for (String part : position) {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    if (text.length() > TEXT_LENGTH_MAX) {
      throw new IllegalStateException("page token is longer than " + TEXT_LENGTH_MAX);
    }
    return text;
  }

  private static PageToken decode(String text, String request) {
    if (text.length() > TEXT_LENGTH_MAX) {
      throw invalid();
    }
    try (var in =
        new DataInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
      int version = in.readUnsignedByte();
      int checksum = in.readInt();
      int count = in.readUnsignedByte();
      var parts = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        byte[] utf8 = new byte[in.readUnsignedShort()];
        in.readFully(utf8);
        parts.add(new String(utf8, StandardCharsets.UTF_8));
      }
      if (version != VERSION || in.read() != -1 || checksum != checksum(parts, request)) {
        throw invalid();
      }
      return new PageToken(parts);
    } catch (IOException | IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static int checksum(List<String> position, String request) {
    var crc = new CRC32C();
    crc.update(request.getBytes(StandardCharsets.UTF_8));
    for (String part : position) {
      crc.update(0);
      crc.update(part.getBytes(StandardCharsets.UTF_8));
    }
    return (int) crc.getValue();
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "page_token is not one that this list gave out for the same parent, filter and order");
  }
}
