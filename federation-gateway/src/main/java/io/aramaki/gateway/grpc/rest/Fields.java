package io.aramaki.gateway.grpc.rest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aramaki.gateway.grpc.route.BadInput;
import java.util.List;

/// Sets fields of a message by their dotted paths, as paths and queries name them.
final class Fields {
  private final Names names;

  /// @param names how resource names are completed
  Fields(Names names) {
    this.names = names;
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  static List<String> names(Descriptor type) {
    return type.getFields().stream().map(FieldDescriptor::getName).toList();
  }

  /// Sets a field from one or more texts.
  ///
  /// @param path dotted: `check.system`, `labels.env`
  /// @param values one, or several where the field is repeated
  void set(Message.Builder builder, String path, List<String> values) {
    set(builder, path, path, values);
  }

  private void set(Message.Builder builder, String whole, String rest, List<String> values) {
    int dot = rest.indexOf('.');
    String head = dot < 0 ? rest : rest.substring(0, dot);
    FieldDescriptor field = find(builder.getDescriptorForType(), head, whole);
    if (field.isMapField()) {
      setEntry(builder, field, whole, dot < 0 ? "" : rest.substring(dot + 1), values);
    } else if (dot < 0) {
      setLast(builder, field, whole, values);
    } else if (field.isRepeated() || !isObject(field)) {
      throw new BadInput(whole, head + " has no fields: it is " + Scalars.describe(field));
    } else {
      set(builder.getFieldBuilder(field), whole, rest.substring(dot + 1), values);
    }
  }

  private void setLast(
      Message.Builder builder, FieldDescriptor field, String path, List<String> values) {
    if (isObject(field)) {
      throw new BadInput(
          path,
          "is an object; name a field of it, for example "
              + join(path, field.getMessageType().getFields().getFirst().getName()));
    }
    if (field.isRepeated()) {
      values.forEach(text -> builder.addRepeatedField(field, value(builder, field, path, text)));
    } else if (values.size() > 1) {
      throw new BadInput(path, "is given " + values.size() + " times, but takes one value");
    } else {
      builder.setField(field, value(builder, field, path, values.getFirst()));
    }
  }

  private void setEntry(
      Message.Builder builder,
      FieldDescriptor field,
      String path,
      String key,
      List<String> values) {
    FieldDescriptor keyField = field.getMessageType().findFieldByName("key");
    FieldDescriptor valueField = field.getMessageType().findFieldByName("value");
    if (key.isEmpty() || isObject(valueField)) {
      throw new BadInput(path, "is a map; name a key of it, for example " + join(path, "env"));
    }
    if (values.size() > 1) {
      throw new BadInput(path, "is given " + values.size() + " times, but takes one value");
    }
    Message.Builder pair = builder.newBuilderForField(field);
    pair.setField(keyField, Scalars.read(keyField, path, key));
    pair.setField(valueField, value(pair, valueField, path, values.getFirst()));
    builder.addRepeatedField(field, pair.build());
  }

  private Object value(Message.Builder parent, FieldDescriptor field, String path, String text) {
    if (Scalars.isWellKnown(field)) {
      return Scalars.wellKnown(parent.newBuilderForField(field), path, text);
    }
    return field.getJavaType() == FieldDescriptor.JavaType.STRING
        ? names.complete(text)
        : Scalars.read(field, path, text);
  }

  private static boolean isObject(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !Scalars.isWellKnown(field);
  }

  private static FieldDescriptor find(Descriptor type, String name, String whole) {
    FieldDescriptor field = type.findFieldByName(name);
    if (field == null) {
      throw new BadInput(whole, "unknown parameter; " + Nearest.hint(name, names(type)));
    }
    return field;
  }
}
