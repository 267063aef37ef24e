package io.aramaki.kit.grpc.matrix;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Requests of any RPC, made from its descriptor alone: empty but for the fields that a matrix
/// sets.
final class BareRequests {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_.]+)=([^}]*)}");

  private BareRequests() {}

  /// The field of a request that stands in the HTTP path of an RPC.
  ///
  /// @param path the names of the fields, dotted
  /// @param pattern the form of the names that it takes, for example `orgs/*/systems/*`
  record Variable(String path, String pattern) {}

  /// Answers the request of an RPC without any content.
  static Message empty(MethodDescriptor<?, ?> method) {
    if (!(method.getRequestMarshaller() instanceof PrototypeMarshaller<?> marshaller)
        || !(marshaller.getMessagePrototype() instanceof Message empty)) {
      throw new IllegalStateException(method.getFullMethodName() + " has no protobuf request");
    }
    return empty;
  }

  /// Answers a request with one field more.
  ///
  /// @param path the names of the fields, dotted
  static Message with(Message request, String path, Object value) {
    return with(request, List.of(path.split("\\.", -1)), value);
  }

  private static Message with(Message message, List<String> path, Object value) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(path.getFirst());
    Object inner =
        path.size() == 1
            ? value
            : with((Message) message.getField(field), path.subList(1, path.size()), value);
    return message.toBuilder().setField(field, inner).build();
  }

  /// Answers the first field in the HTTP path of an RPC; empty if it has no such path.
  static Optional<Variable> variable(MethodDescriptor<?, ?> method) {
    if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier)) {
      throw new IllegalStateException(method.getFullMethodName() + " has no protobuf descriptor");
    }
    HttpRule rule = supplier.getMethodDescriptor().getOptions().getExtension(AnnotationsProto.http);
    return Stream.of(
            rule.getGet(), rule.getPost(), rule.getPut(), rule.getPatch(), rule.getDelete())
        .map(VARIABLE::matcher)
        .filter(Matcher::find)
        .map(found -> new Variable(found.group(1), found.group(2)))
        .findFirst();
  }
}
