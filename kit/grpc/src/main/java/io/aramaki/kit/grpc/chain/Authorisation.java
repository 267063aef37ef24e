package io.aramaki.kit.grpc.chain;

import com.google.protobuf.Message;
import io.aramaki.kit.grpc.access.CachedRights;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.error.AccessReason;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.kit.security.OrgId;
import io.aramaki.type.v1.Access;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Decides whether the caller may make this call: the kind of caller first, then for people the
/// role, where it is held, and for scope SYSTEM the system that the request leads to.
///
/// Permission comes before existence (AIP-193): who lacks the right hears `PERMISSION_DENIED`
/// whether the resource exists or not; who holds it organisation-wide is let through, and the
/// endpoint says `NOT_FOUND`.
final class Authorisation implements ServerInterceptor {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final OrgId org;
  private final CachedRights rights;
  private final SystemOf systemOf;

  Authorisation(OrgId org, CachedRights rights, SystemOf systemOf) {
    this.org = org;
    this.rights = rights;
    this.systemOf = systemOf;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    MethodAccess access = CallState.current().access();
    Caller caller = Caller.current();
    requireAdmitted(access, caller);
    if (!(caller instanceof Caller.Person person) || !access.admits(Access.Caller.PERSON)) {
      return next.startCall(call, headers);
    }
    var known = new Caller.Person(person.principal(), rightsOf(person, access));
    requireRole(access, known);
    Context context = Context.current().withValue(Caller.KEY, known);
    var listener = Contexts.interceptCall(context, call, headers, next);
    if (access.resource().isEmpty() || known.rights().organisationWide(access.role())) {
      return listener;
    }
    return new Gate.EachRequest<>(listener) {
      @Override
      protected Q check(Q request) {
        requireSystem(access, known, (Message) request);
        return request;
      }
    };
  }

  private static void requireAdmitted(MethodAccess access, Caller caller) {
    boolean admitted =
        access.admits(Access.Caller.ANYONE)
            || switch (caller) {
              case Caller.Person _ -> access.admits(Access.Caller.PERSON);
              case Caller.Service service ->
                  access.admits(Access.Caller.SERVICE)
                      && (access.services().isEmpty()
                          || access.services().contains(service.identity().name()));
              case Caller.Agent _ -> access.admits(Access.Caller.AGENT);
              case Caller.Anyone _ -> false;
            };
    if (!admitted) {
      throw Errors.of(
          AccessReason.CALLER_NOT_ADMITTED.code(),
          AccessReason.CALLER_NOT_ADMITTED.name(),
          access.fullMethodName() + " admits " + admitted(access),
          Map.of("method", access.fullMethodName(), "admitted", admitted(access)));
    }
  }

  private static String admitted(MethodAccess access) {
    var callers = access.callers().stream().map(Enum::name).sorted().toList();
    return String.join(", ", callers)
        + (access.services().isEmpty()
            ? ""
            : " (services: "
                + String.join(", ", access.services().stream().sorted().toList())
                + ")");
  }

  private Rights rightsOf(Caller.Person person, MethodAccess access) {
    Optional<Rights> found =
        access.change() ? rights.forChange(person.name()) : rights.forReading(person.name());
    return found.orElseThrow(() ->
        Errors.unavailable(
            "RIGHTS_UNAVAILABLE",
            access.change()
                ? "rights cannot be checked at the moment, so nothing is changed"
                : "rights cannot be checked at the moment",
            RETRY));
  }

  private static void requireRole(MethodAccess access, Caller.Person person) {
    boolean held =
        switch (access.scope()) {
          case SELF -> true;
          case ORGANISATION -> person.rights().organisationWide(access.role());
          case SYSTEM, FILTERED -> person.rights().anywhere(access.role());
          case SCOPE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    if (!held) {
      throw Caller.noRight(
          access.role(), access.scope() == Access.Scope.ORGANISATION ? "" : "a system");
    }
  }

  private void requireSystem(MethodAccess access, Caller.Person person, Message request) {
    String text = access.resource().orElseThrow().read(request);
    boolean held =
        parse(text)
            .flatMap(systemOf::systemOf)
            .filter(system -> person.rights().over(access.role(), system))
            .isPresent();
    if (!held) {
      throw noRightOver(access, text);
    }
  }

  private static Refusal noRightOver(MethodAccess access, String text) {
    return Caller.noRight(access.role(), text.isEmpty() ? "" : text);
  }

  /// What is no name of ours leads to no system, and is treated like one that does not exist.
  private Optional<ResourceName> parse(String text) {
    try {
      return Optional.of(ResourceName.parse(text).inOrg(org.value()))
          .filter(name -> name.org().equals(org.value()));
    } catch (IllegalResourceName _) {
      return Optional.empty();
    }
  }
}
