package io.aramaki.kit.grpc;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Applies partial updates (AIP-134): an absent mask changes the fields that are set, `*` replaces
/// all, otherwise the named fields take the update's value, set or not.
///
/// Fields that callers cannot write (`OUTPUT_ONLY`, `IDENTIFIER`, `IMMUTABLE`) keep their value
/// whatever the mask says, and so does `etag`.
public final class FieldMasks {
  /// The reason of the refusal, the same in all services.
  public static final String INVALID = "INVALID_UPDATE_MASK";

  private static final String ALL = "*";
  private static final String ETAG = "etag";
  private static final List<FieldBehavior> KEPT =
      List.of(FieldBehavior.OUTPUT_ONLY, FieldBehavior.IDENTIFIER, FieldBehavior.IMMUTABLE);

  private FieldMasks() {}

  /// Answers the current value with the update applied.
  ///
  /// @throws Refusal `INVALID_ARGUMENT`, reason `INVALID_UPDATE_MASK`, if a path leads nowhere
  public static <M extends Message> M merge(M current, M update, FieldMask mask) {
    Message.Builder merged = current.toBuilder();
    for (String path : paths(update, mask)) {
      copy(merged, update, List.of(path.split("\\.")));
    }
    @SuppressWarnings("unchecked")
    M result = (M) merged.build();
    return result;
  }

  /// Answers the paths of the fields that an update changes, sorted, without those that callers
  /// cannot write.
  ///
  /// @throws Refusal `INVALID_ARGUMENT`, reason `INVALID_UPDATE_MASK`, if a path leads nowhere
  public static Set<String> paths(Message update, FieldMask mask) {
    var paths = new TreeSet<String>();
    List<String> named = mask.getPathsList();
    Descriptor type = update.getDescriptorForType();
    if (named.isEmpty()) {
      update.getAllFields().keySet().stream()
          .filter(FieldMasks::writable)
          .forEach(field -> paths.add(field.getName()));
    } else if (named.contains(ALL)) {
      if (named.size() > 1) {
        throw invalid("\"*\" stands alone");
      }
      type.getFields().stream()
          .filter(FieldMasks::writable)
          .forEach(field -> paths.add(field.getName()));
    } else {
      named.stream().filter(path -> writable(type, path)).forEach(paths::add);
    }
    return paths;
  }

  private static boolean writable(Descriptor type, String path) {
    Descriptor at = type;
    boolean writable = true;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      FieldDescriptor field = at.findFieldByName(names[i]);
      if (field == null) {
        throw invalid("\"" + path + "\" leads to no field of " + type.getFullName());
      }
      writable &= writable(field);
      if (i < names.length - 1) {
        if (field.isRepeated() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
          throw invalid("\"" + path + "\" goes on behind " + names[i] + ", which has no fields");
        }
        at = field.getMessageType();
      }
    }
    return writable;
  }

  private static boolean writable(FieldDescriptor field) {
    return !field.getName().equals(ETAG)
        && field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior).stream()
            .noneMatch(KEPT::contains);
  }

  private static void copy(Message.Builder target, Message source, List<String> path) {
    FieldDescriptor field = target.getDescriptorForType().findFieldByName(path.getFirst());
    if (path.size() > 1) {
      Message.Builder inner = ((Message) target.getField(field)).toBuilder();
      copy(inner, (Message) source.getField(field), path.subList(1, path.size()));
      target.setField(field, inner.build());
    } else if (field.isRepeated() || source.hasField(field) || !field.hasPresence()) {
      target.setField(field, source.getField(field));
    } else {
      target.clearField(field);
    }
  }

  private static Refusal invalid(String problem) {
    return Errors.invalid(INVALID, "update_mask", problem);
  }
}
