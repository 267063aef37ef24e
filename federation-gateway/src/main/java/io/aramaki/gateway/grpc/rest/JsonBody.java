package io.aramaki.gateway.grpc.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import io.aramaki.gateway.grpc.route.BadInput;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fills messages from JSON. Stricter than protobuf's own reader, and it names the field that is
/// wrong: an unknown key, a wrong type, two fields of one choice.
final class JsonBody {
  private final Names names;

  /// @param names how resource names are completed
  JsonBody(Names names) {
    this.names = names;
  }

  /// Fills a message from an object.
  ///
  /// @param path where the object is, for messages; empty at the top
  void fill(Message.Builder builder, JsonElement json, String path) {
    if (!(json instanceof JsonObject object)) {
      throw new BadInput(path, "an object is needed, not " + kind(json));
    }
    Map<OneofDescriptor, String> chosen = new HashMap<>();
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      FieldDescriptor field = find(builder.getDescriptorForType(), entry.getKey(), path);
      String at = Fields.join(path, field.getName());
      if (!entry.getValue().isJsonNull()) {
        @Nullable OneofDescriptor choice = field.getRealContainingOneof();
        @Nullable String before = choice == null ? null : chosen.put(choice, field.getName());
        if (before != null) {
          throw new BadInput(
              at, "only one of " + before + " and " + field.getName() + " may be set");
        }
        set(builder, field, entry.getValue(), at);
      }
    }
  }

  private static FieldDescriptor find(Descriptor type, String key, String path) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getName().equals(key) || field.getJsonName().equals(key)) {
        return field;
      }
    }
    throw new BadInput(
        Fields.join(path, key), "unknown key; " + Nearest.hint(key, Fields.names(type)));
  }

  /// Sets one field.
  void set(Message.Builder builder, FieldDescriptor field, JsonElement json, String path) {
    if (field.isMapField()) {
      setMap(builder, field, json, path);
    } else if (field.isRepeated()) {
      if (!(json instanceof JsonArray array)) {
        throw new BadInput(path, "an array is needed, not " + kind(json));
      }
      for (int i = 0; i < array.size(); i++) {
        builder.addRepeatedField(field, value(builder, field, array.get(i), path + "[" + i + "]"));
      }
    } else {
      builder.setField(field, value(builder, field, json, path));
    }
  }

  private void setMap(
      Message.Builder builder, FieldDescriptor field, JsonElement json, String path) {
    if (!(json instanceof JsonObject object)) {
      throw new BadInput(path, "an object is needed, not " + kind(json));
    }
    FieldDescriptor key = field.getMessageType().findFieldByName("key");
    FieldDescriptor value = field.getMessageType().findFieldByName("value");
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      String at = Fields.join(path, entry.getKey());
      Message.Builder pair = builder.newBuilderForField(field);
      pair.setField(key, Scalars.read(key, at, entry.getKey()));
      pair.setField(value, value(pair, value, entry.getValue(), at));
      builder.addRepeatedField(field, pair.build());
    }
  }

  private Object value(
      Message.Builder parent, FieldDescriptor field, JsonElement json, String path) {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      Message.Builder builder = parent.newBuilderForField(field);
      if (Scalars.isWellKnown(field)) {
        return Scalars.wellKnown(builder, path, string(field, json, path));
      }
      fill(builder, json, path);
      return builder.build();
    }
    if (!(json instanceof JsonPrimitive primitive)) {
      throw wrongType(field, json, path);
    }
    return scalar(field, primitive, path);
  }

  private Object scalar(FieldDescriptor field, JsonPrimitive json, String path) {
    switch (field.getJavaType()) {
      case STRING -> {
        return names.complete(string(field, json, path));
      }
      case BYTE_STRING -> {
        return Scalars.read(field, path, string(field, json, path));
      }
      case BOOLEAN -> {
        if (!json.isBoolean()) {
          throw wrongType(field, json, path);
        }
      }
      case INT, LONG, FLOAT, DOUBLE -> {
        if (json.isBoolean()) {
          throw wrongType(field, json, path);
        }
      }
      case ENUM -> {
        return json.isNumber() ? byNumber(field, json, path) : named(field, json, path);
      }
      case MESSAGE -> throw new IllegalArgumentException(field + " is a message");
    }
    return Scalars.read(field, path, json.getAsString());
  }

  private static Object named(FieldDescriptor field, JsonPrimitive json, String path) {
    return Scalars.read(field, path, string(field, json, path));
  }

  private static EnumValueDescriptor byNumber(
      FieldDescriptor field, JsonPrimitive json, String path) {
    EnumValueDescriptor value =
        json.getAsString().matches("[0-9]{1,9}")
            ? field.getEnumType().findValueByNumber(json.getAsInt())
            : null;
    if (value == null) {
      throw wrongType(field, json, path);
    }
    return value;
  }

  private static String string(FieldDescriptor field, JsonElement json, String path) {
    if (json instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw wrongType(field, json, path);
  }

  private static BadInput wrongType(FieldDescriptor field, JsonElement json, String path) {
    return new BadInput(path, Scalars.describe(field) + " is needed, not " + kind(json));
  }

  private static String kind(JsonElement json) {
    return switch (json) {
      case JsonObject _ -> "an object";
      case JsonArray _ -> "an array";
      case JsonPrimitive p when p.isString() -> "the string " + abbreviated(p.toString());
      case JsonPrimitive p when p.isBoolean() -> p.getAsString();
      case JsonPrimitive p -> "the number " + abbreviated(p.getAsString());
      default -> "null";
    };
  }

  private static String abbreviated(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
