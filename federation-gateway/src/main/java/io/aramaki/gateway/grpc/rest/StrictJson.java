package io.aramaki.gateway.grpc.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.aramaki.gateway.grpc.route.BadInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;

/// Reads JSON as RFC 8259 has it, and refuses what lenient readers let pass: a key twice, text
/// behind the end, a nesting without end.
public final class StrictJson {
  /// Deeper than any of our messages.
  static final int DEPTH_MAX = 32;

  private StrictJson() {}

  /// Reads a whole text.
  ///
  /// @throws BadInput if it is no JSON
  public static JsonElement parse(String text) {
    var reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement element = read(reader, 0);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("text behind the end");
      }
      return element;
    } catch (EOFException _) {
      throw new BadInput("", "the body is no JSON: it ends too early, at " + reader.getPath());
    } catch (IOException | IllegalStateException e) {
      throw new BadInput("", "the body is no JSON" + where(e) + ", near " + reader.getPath());
    }
  }

  /// Writes a text as a JSON string.
  static String quote(String text) {
    return new JsonPrimitive(text).toString();
  }

  private static JsonElement read(JsonReader reader, int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      throw new BadInput("", "the JSON is nested deeper than " + DEPTH_MAX + " levels");
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader, depth);
      case BEGIN_ARRAY -> array(reader, depth);
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> new JsonPrimitive(number(reader));
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT ->
          throw new MalformedJsonException("a value is missing at " + reader.getPath());
    };
  }

  private static BigDecimal number(JsonReader reader) throws IOException {
    String text = reader.nextString();
    if (text.length() > Scalars.NUMBER_CHARACTERS_MAX) {
      throw new BadInput(
          "", "a number has at most " + Scalars.NUMBER_CHARACTERS_MAX + " characters");
    }
    return new BigDecimal(text);
  }

  private static JsonObject object(JsonReader reader, int depth) throws IOException {
    var object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (object.has(key)) {
        throw new BadInput(key, "the key is there twice");
      }
      object.add(key, read(reader, depth + 1));
    }
    reader.endObject();
    return object;
  }

  private static JsonArray array(JsonReader reader, int depth) throws IOException {
    var array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(read(reader, depth + 1));
    }
    reader.endArray();
    return array;
  }

  /// Takes line and column out of the reader's message; the rest of it speaks to programmers.
  private static String where(Exception e) {
    String message = String.valueOf(e.getMessage());
    int at = message.indexOf(" at line ");
    int path = message.indexOf(" path ");
    return at < 0 || path < at ? "" : ":" + message.substring(at, path);
  }
}
