package io.aramaki.alerting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reading and writing the JSON of rows.
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(ObjectNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  static JsonNode parse(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void put(ObjectNode node, String name, Map<String, String> map) {
    var object = node.putObject(name);
    new TreeMap<>(map).forEach(object::put);
  }

  static Map<String, String> map(JsonNode node) {
    var map = new TreeMap<String, String>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  static Instant time(JsonNode node, String name) {
    return Instant.parse(node.path(name).asText());
  }

  static Optional<Instant> optionalTime(JsonNode node, String name) {
    return node.hasNonNull(name) ? Optional.of(time(node, name)) : Optional.empty();
  }
}
