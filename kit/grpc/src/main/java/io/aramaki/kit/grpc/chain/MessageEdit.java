package io.aramaki.kit.grpc.chain;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Replaces values in a message of any type, at any depth.
@FunctionalInterface
interface MessageEdit {
  /// Answers what a value becomes; empty if it stays, and then the edit goes on inside of it.
  Optional<Object> replacement(FieldDescriptor field, Object value);

  /// Answers the edited message: itself if nothing is replaced.
  default Message of(Message message) {
    return edited(message).orElse(message);
  }

  private Optional<Message> edited(Message message) {
    Message.Builder edited = null;
    for (Map.Entry<FieldDescriptor, Object> set : message.getAllFields().entrySet()) {
      Optional<Object> replaced = inField(set.getKey(), set.getValue());
      if (replaced.isPresent()) {
        edited = edited == null ? message.toBuilder() : edited;
        edited.setField(set.getKey(), replaced.get());
      }
    }
    return edited == null ? Optional.empty() : Optional.of(edited.build());
  }

  private Optional<Object> inField(FieldDescriptor field, Object value) {
    if (!field.isRepeated()) {
      return inValue(field, value);
    }
    boolean any = false;
    var values = new ArrayList<Object>();
    for (Object each : (List<?>) value) {
      Optional<Object> replaced = inValue(field, each);
      any |= replaced.isPresent();
      values.add(replaced.orElse(each));
    }
    return any ? Optional.of(values) : Optional.empty();
  }

  private Optional<Object> inValue(FieldDescriptor field, Object value) {
    Optional<Object> replaced = replacement(field, value);
    return replaced.isPresent() || !(value instanceof Message inner)
        ? replaced
        : edited(inner).map(message -> message);
  }
}
