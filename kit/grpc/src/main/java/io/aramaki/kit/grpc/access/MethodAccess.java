package io.aramaki.kit.grpc.access;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.AccessOuterClass;
import io.aramaki.type.v1.Role;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the option `io.aramaki.type.v1.access` of one RPC declares, checked for sense.
///
/// @param fullMethodName `package.Service/Method`
/// @param callers the kinds of caller that are admitted
/// @param services the services that are admitted; empty admits every service
/// @param role the least role of a person
/// @param scope how the role is tied to systems
/// @param resource the field that leads to the system, for scope SYSTEM
/// @param change whether it is audited before its effect
/// @param ratePerSecond how often one caller may call it; 0 means the server's default
/// @param manyRequests whether the caller sends a stream
/// @param repeatable whether sending the same request again does no harm
public record MethodAccess(
    String fullMethodName,
    Set<Access.Caller> callers,
    Set<String> services,
    Role role,
    Access.Scope scope,
    Optional<ResourceField> resource,
    boolean change,
    int ratePerSecond,
    boolean manyRequests,
    boolean repeatable) {

  public MethodAccess {
    callers = Set.copyOf(callers);
    services = Set.copyOf(services);
  }

  /// Reads the declaration of an RPC.
  ///
  /// @throws IllegalArgumentException if there is none, or it makes no sense; the message names the
  ///   RPC and what is missing
  public static MethodAccess of(MethodDescriptor<?, ?> method) {
    String name = method.getFullMethodName();
    if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier)) {
      throw new IllegalArgumentException(
          name + " has no protobuf descriptor to declare its access");
    }
    var proto = supplier.getMethodDescriptor();
    if (!proto.getOptions().hasExtension(AccessOuterClass.access)) {
      throw new IllegalArgumentException(
          name + " does not declare option (io.aramaki.type.v1.access): who may call it?");
    }
    Access access = proto.getOptions().getExtension(AccessOuterClass.access);
    check(name, access, method.getType());
    Optional<ResourceField> resource =
        access.getScope() == Access.Scope.SYSTEM
            ? Optional.of(resource(name, proto, access))
            : Optional.empty();
    boolean repeatable =
        !access.getChange()
            || proto.getOptions().getIdempotencyLevel() != IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
    return new MethodAccess(
        name,
        Set.copyOf(access.getCallersList()),
        Set.copyOf(access.getServicesList()),
        access.getRole(),
        access.getScope(),
        resource,
        access.getChange(),
        access.getRatePerSecond(),
        !method.getType().clientSendsOneMessage(),
        repeatable);
  }

  /// Declares an RPC of a foreign contract, such as the health service's, for our services only.
  public static MethodAccess servicesOnly(MethodDescriptor<?, ?> method) {
    return new MethodAccess(
        method.getFullMethodName(),
        Set.of(Access.Caller.SERVICE),
        Set.of(),
        Role.ROLE_UNSPECIFIED,
        Access.Scope.SCOPE_UNSPECIFIED,
        Optional.empty(),
        false,
        0,
        !method.getType().clientSendsOneMessage(),
        true);
  }

  /// Tells whether a kind of caller is admitted.
  public boolean admits(Access.Caller caller) {
    return callers.contains(caller);
  }

  /// Answers the service part of the name, `package.Service`.
  public String service() {
    return fullMethodName.substring(0, fullMethodName.lastIndexOf('/'));
  }

  /// Answers the method part of the name.
  public String method() {
    return fullMethodName.substring(fullMethodName.lastIndexOf('/') + 1);
  }

  private static void check(String name, Access access, MethodDescriptor.MethodType type) {
    List<Access.Caller> callers = access.getCallersList();
    if (callers.isEmpty()
        || callers.contains(Access.Caller.CALLER_UNSPECIFIED)
        || callers.contains(Access.Caller.UNRECOGNIZED)) {
      throw new IllegalArgumentException(name + " declares no caller, or one that nobody knows");
    }
    if (!access.getServicesList().isEmpty() && !callers.contains(Access.Caller.SERVICE)) {
      throw new IllegalArgumentException(name + " lists services but does not admit SERVICE");
    }
    if (!callers.contains(Access.Caller.PERSON)) {
      return;
    }
    if (access.getRole() == Role.ROLE_UNSPECIFIED || access.getRole() == Role.UNRECOGNIZED) {
      throw new IllegalArgumentException(name + " admits PERSON but declares no role");
    }
    if (access.getScope() == Access.Scope.SCOPE_UNSPECIFIED
        || access.getScope() == Access.Scope.UNRECOGNIZED) {
      throw new IllegalArgumentException(name + " admits PERSON but declares no scope");
    }
    if (access.getScope() == Access.Scope.SYSTEM && !type.clientSendsOneMessage()) {
      throw new IllegalArgumentException(
          name + " has scope SYSTEM, but a stream of requests names no one resource");
    }
  }

  private static ResourceField resource(
      String name, Descriptors.MethodDescriptor proto, Access access) {
    if (access.getResourceField().isEmpty()) {
      throw new IllegalArgumentException(name + " has scope SYSTEM but no resource_field");
    }
    try {
      return ResourceField.of(proto, access.getResourceField());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ", resource_field: " + e.getMessage(), e);
    }
  }

  /// The field of a request that names the resource a call is about, for example `check.name`.
  public static final class ResourceField {
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
    static ResourceField of(Descriptors.MethodDescriptor method, String path) {
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

    /// Answers the form of the names that the field takes, `orgs/*/checks/*`, as far as the HTTP
    /// path of the RPC says it.
    public Optional<String> pattern() {
      return pattern;
    }

    /// Answers the collections in [#pattern()], outermost first, without `orgs`.
    List<String> collections() {
      String[] parts = pattern.orElse("").split("/", -1);
      return Stream.iterate(2, i -> i < parts.length, i -> i + 2).map(i -> parts[i]).toList();
    }

    private static Optional<String> httpPattern(Descriptors.MethodDescriptor method, String path) {
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
}
