package io.aramaki.gateway.web;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request of a person or a machine.
///
/// @param verb the HTTP method
/// @param path as it came, percent-encoded, without the query
/// @param query as it came; empty if there is none
/// @param headers by lower-case name, the first of each
/// @param content the whole body, as it came
/// @param host the host and port to which it was sent
/// @param remoteAddress from where it came
public record Ask(
    String verb,
    String path,
    String query,
    Map<String, String> headers,
    ByteBuffer content,
    String host,
    String remoteAddress) {

  public Ask {
    headers = Map.copyOf(headers);
    content = content.asReadOnlyBuffer();
  }

  /// Answers a header.
  ///
  /// @param name in lower case
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// Answers the whole body as a text.
  public String body() {
    return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
  }

  /// Answers the whole body, as it came.
  public byte[] bytes() {
    var bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return bytes;
  }

  /// Answers the parameters of the query, each with its values in order.
  ///
  /// @throws IllegalArgumentException if it is not encoded as a query is
  public Map<String, List<String>> parameters() {
    return decode(query);
  }

  /// Answers a parameter of the query; empty text if it is not there.
  public String parameter(String name) {
    return parameters().getOrDefault(name, List.of("")).getFirst();
  }

  /// Answers the fields of a form in the body, each with its values in order.
  ///
  /// @throws IllegalArgumentException if the body is no form
  public Map<String, List<String>> form() {
    return decode(body());
  }

  /// Answers the value of a cookie.
  public Optional<String> cookie(String name) {
    for (String pair : header("cookie").orElse("").split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
        return Optional.of(pair.substring(equals + 1).strip());
      }
    }
    return Optional.empty();
  }

  /// Answers the media type of the body, in lower case without parameters.
  public String mediaType() {
    String type = header("content-type").orElse("");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /// Answers a parameter of the media type, without the quotes that it may have.
  ///
  /// @param name in lower case
  public Optional<String> parameterOfMediaType(String name) {
    for (String part : header("content-type").orElse("").split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0 && part.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(name)) {
        String value = part.substring(equals + 1).strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
      }
    }
    return Optional.empty();
  }

  /// Tells whether a person with a browser asks.
  public boolean wantsHtml() {
    return header("accept").orElse("").contains("text/html");
  }

  public boolean isChange() {
    return !verb.equals("GET") && !verb.equals("HEAD");
  }

  private static Map<String, List<String>> decode(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        if (!pair.isEmpty()) {
          values.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
        }
      }
    }
    return values;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
