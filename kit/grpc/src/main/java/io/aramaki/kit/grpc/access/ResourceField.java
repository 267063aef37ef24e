package io.aramaki.kit.grpc.access;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The field of a request that names the resource a call is about, for example `check.name`.
public final class ResourceField {
  private final String path;
  private final List<FieldDescriptor> steps;
  private final Optional<String> pattern;

  private ResourceField(String path, List<FieldDescriptor> steps, Optional<String> pattern) {
    this.path = path;
    this.steps = steps;
    this.pattern = pattern;
  }

  /// Finds the field in the request of an RPC.
  ///
  /// @param path the names of the fields, dotted
  /// @throws IllegalArgumentException if there is no such field, or it is no single string
  static ResourceField of(MethodDescriptor method, String path) {
    var steps = new ArrayList<FieldDescriptor>();
    Descriptor message = method.getInputType();
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      FieldDescriptor field = message.findFieldByName(names[i]);
      if (field == null) {
        throw new IllegalArgumentException(
            message.getFullName() + " has no field \"" + names[i] + "\"");
      }
      var wanted =
          i == names.length - 1
              ? FieldDescriptor.JavaType.STRING
              : FieldDescriptor.JavaType.MESSAGE;
      if (field.isRepeated() || field.getJavaType() != wanted) {
        throw new IllegalArgumentException(
            field.getFullName() + " must be a single " + wanted + " to lead to a resource name");
      }
      steps.add(field);
      if (wanted == FieldDescriptor.JavaType.MESSAGE) {
        message = field.getMessageType();
      }
    }
    return new ResourceField(path, List.copyOf(steps), httpPattern(method, path));
  }

  /// Answers the names of the fields, dotted.
  public String path() {
    return path;
  }

  /// Reads the resource name; empty text if it is not set.
  public String read(Message request) {
    Message message = request;
    for (FieldDescriptor step : steps.subList(0, steps.size() - 1)) {
      message = (Message) message.getField(step);
    }
    return (String) message.getField(steps.getLast());
  }

  /// Writes a resource name into a request.
  public <M extends Message> M write(M request, String name) {
    @SuppressWarnings("unchecked")
    M written = (M) write(request, steps, name);
    return written;
  }

  private static Message write(Message message, List<FieldDescriptor> steps, String name) {
    FieldDescriptor step = steps.getFirst();
    Object value =
        steps.size() == 1
            ? name
            : write((Message) message.getField(step), steps.subList(1, steps.size()), name);
    return message.toBuilder().setField(step, value).build();
  }

  /// Answers the form of the names that the field takes, `orgs/*/checks/*`, as far as the HTTP path
  /// of the RPC says it.
  public Optional<String> pattern() {
    return pattern;
  }

  /// Answers the collections in [#pattern()], outermost first, without `orgs`.
  List<String> collections() {
    String[] parts = pattern.orElse("").split("/", -1);
    return Stream.iterate(2, i -> i < parts.length, i -> i + 2).map(i -> parts[i]).toList();
  }

  private static Optional<String> httpPattern(MethodDescriptor method, String path) {
    HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
    Pattern variable = Pattern.compile("\\{" + Pattern.quote(path) + "=([^}]*)}");
    return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
        .flatMap(r -> Stream.of(r.getGet(), r.getPost(), r.getPut(), r.getPatch(), r.getDelete()))
        .map(variable::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }
}
