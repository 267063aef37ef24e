package io.aramaki.gateway.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.aramaki.gateway.grpc.rest.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a JSON object of a few strings, where no message of a proto is meant.
final class FlatJson {
  private FlatJson() {}

  /// @param keys the keys that there may be
  static Map<String, String> read(String text, List<String> keys) {
    JsonElement json;
    try {
      json = JsonParser.parseString(text);
    } catch (JsonParseException _) {
      throw bad("the body is no JSON");
    }
    if (!(json instanceof JsonObject object)) {
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

  private static Failure bad(String message) {
    return new Failure(400, "INVALID_ARGUMENT", "INVALID_REQUEST", message);
  }
}
