package io.aramaki.kit.grpc.matrix;

import com.google.protobuf.Message;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.matrix.AccessMatrix.Expectation;
import io.aramaki.kit.grpc.matrix.BareRequests.Variable;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.Role;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status.Code;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every RPC about one resource times people whose roles end with a subtree. [AccessMatrix] names
/// resources that do not exist, which lie in no subtree: a server that finds the wrong system for
/// those that do exist is only found out here.
///
/// The RPCs come from the descriptors, so one about a kind of resource of which none was made to
/// try it with fails.
public final class SubtreeMatrix {
  private static final String ORGANISATION = "orgs/*";
  private static final String SYSTEM = "orgs/*/systems/*";

  private final List<MethodDescriptor<?, ?>> methods;
  private final MemberCallers callers;

  /// Enumerates services.
  public SubtreeMatrix(Collection<ServiceDescriptor> services, MemberCallers callers) {
    this.methods = services.stream().flatMap(service -> service.getMethods().stream()).toList();
    this.callers = callers;
  }

  /// Somebody whose role ends with a subtree.
  ///
  /// @param user the id
  /// @param role what the person is there
  /// @param owner whether the resources lie in that subtree
  public record Neighbour(String user, Role role, boolean owner) {
    /// Makes an operator.
    public static Neighbour operator(String user, boolean owner) {
      return new Neighbour(user, Role.OPERATOR, owner);
    }

    /// Makes an administrator.
    public static Neighbour admin(String user, boolean owner) {
      return new Neighbour(user, Role.ADMIN, owner);
    }

    @Override
    public String toString() {
      return role + (owner ? " of its subtree" : " of another subtree");
    }
  }

  /// Tries every RPC with a resource that exists, as one neighbour after the other, and says for
  /// each that went wrong what was expected and what came. Empty is good.
  ///
  /// @param existing one resource of each kind, by the form of its name: `orgs/*/systems/*`
  public List<String> failures(Map<String, String> existing, List<Neighbour> neighbours) {
    return neighbours.stream()
        .flatMap(neighbour ->
            methods.stream().flatMap(method -> failure(method, existing, neighbour).stream()))
        .toList();
  }

  private Optional<String> failure(
      MethodDescriptor<?, ?> method, Map<String, String> existing, Neighbour neighbour) {
    MethodAccess access = MethodAccess.of(method);
    return resource(method, access)
        .flatMap(resource -> {
          String name = existing.get(resource.pattern());
          return name == null
              ? Optional.of(access.fullMethodName() + " has no " + resource.pattern() + " to try")
              : Attempt.failure(
                  trial(method, access, neighbour, resource.path(), name),
                  callers.person(neighbour.user(), access));
        });
  }

  private static Trial trial(
      MethodDescriptor<?, ?> method,
      MethodAccess access,
      Neighbour neighbour,
      String field,
      String name) {
    Message request = BareRequests.with(BareRequests.empty(method), field, name);
    return new Trial(method, access, neighbour.toString(), request, expected(access, neighbour));
  }

  /// The field that names the resource; empty if the RPC is about none, or not for people.
  private static Optional<Variable> resource(MethodDescriptor<?, ?> method, MethodAccess access) {
    boolean byPlace =
        access.scope() == Access.Scope.SYSTEM || access.scope() == Access.Scope.ORGANISATION;
    if (!access.admits(Access.Caller.PERSON) || !byPlace) {
      return Optional.empty();
    }
    return access
        .resource()
        .map(field -> new Variable(field.path(), field.pattern().orElse(SYSTEM)))
        .or(() -> BareRequests.variable(method))
        .filter(variable -> !variable.pattern().equals(ORGANISATION));
  }

  /// A role that ends with a subtree is none over the whole organisation.
  private static Expectation expected(MethodAccess access, Neighbour neighbour) {
    boolean admitted =
        access.scope() == Access.Scope.SYSTEM
            && neighbour.owner()
            && (access.role() != Role.ADMIN || neighbour.role() == Role.ADMIN);
    return admitted ? new Expectation.Admitted() : new Expectation.Refused(Code.PERMISSION_DENIED);
  }
}
