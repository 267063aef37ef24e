package io.aramaki.gateway.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.grpc.rest.StrictJson;
import io.aramaki.gateway.grpc.route.BadInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a JSON object of a few strings, where no message of a proto is meant.
final class FlatJson {
  private FlatJson() {}

  /// @param keys the keys that there may be
  static Map<String, String> read(String text, List<String> keys) {
    if (!(parse(text) instanceof JsonObject object)) {
      throw bad("an object with " + String.join(", ", keys) + " is needed");
    }
    var values = new LinkedHashMap<String, String>();
    object
        .entrySet()
        .forEach(entry -> {
          if (!keys.contains(entry.getKey())) {
            throw bad(entry.getKey() + ": unknown key; valid are " + String.join(", ", keys));
          }
          if (!(entry.getValue() instanceof JsonPrimitive value) || !value.isString()) {
            throw bad(entry.getKey() + ": a string is needed");
          }
          values.put(entry.getKey(), value.getAsString());
        });
    return values;
  }

  private static JsonElement parse(String text) {
    try {
      return StrictJson.parse(text);
    } catch (BadInput e) {
      throw new Failure(RestError.of(e));
    }
  }

  private static Failure bad(String message) {
    return new Failure(400, "INVALID_ARGUMENT", "INVALID_REQUEST", message);
  }
}
