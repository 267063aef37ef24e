package io.aramaki.kit.grpc.matrix;

import com.google.protobuf.Message;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.access.MethodAccess.ResourceField;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.Role;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status.Code;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Every RPC of some services times every [CallerKind], each with what the declaration asks for.
/// The rows come from the descriptors and the columns from the enum, so no cell can be missing. The
/// requests name no resource that exists: what becomes of those is tried by [SubtreeMatrix], and
/// what lists hold by [VisibleLists].
///
/// ```java
/// var callers = organisation.callers("alerting", server.port());
/// assertThat(AccessMatrix.of(List.of(AlertServiceGrpc.getServiceDescriptor())).failures(callers)).isEmpty();
/// ```
public final class AccessMatrix {
  private static final String NOWHERE = "orgs/-/systems/matrix-nowhere";

  private final List<Cell> cells;

  private AccessMatrix(List<Cell> cells) {
    this.cells = cells;
  }

  /// One RPC and one kind of caller.
  ///
  /// @param method the RPC
  /// @param access what it declares
  /// @param kind who calls
  /// @param expected what has to come of it
  public record Cell(
      MethodDescriptor<?, ?> method, MethodAccess access, CallerKind kind, Expectation expected) {

    /// Answers the call: without content but for the name of a resource that does not exist, where
    /// the RPC needs one to decide.
    Trial trial() {
      Message empty = BareRequests.empty(method);
      Message request =
          access.resource().map(field -> field.write(empty, nowhere(field))).orElse(empty);
      return new Trial(method, access, kind.toString(), request, expected);
    }

    private static String nowhere(ResourceField field) {
      return field
          .pattern()
          .map(pattern -> pattern.replaceFirst("\\*", "-").replace("*", "matrix-nowhere"))
          .orElse(NOWHERE);
    }

    @Override
    public String toString() {
      return access.fullMethodName() + " by " + kind;
    }
  }

  /// Enumerates services.
  public static AccessMatrix of(Collection<ServiceDescriptor> services) {
    return new AccessMatrix(
        services.stream()
            .flatMap(service -> service.getMethods().stream())
            .flatMap(method -> row(method, MethodAccess.of(method)).stream())
            .toList());
  }

  private static List<Cell> row(MethodDescriptor<?, ?> method, MethodAccess access) {
    return Arrays.stream(CallerKind.values())
        .map(kind -> new Cell(method, access, kind, Expectation.of(access, kind)))
        .toList();
  }

  /// Answers all cells, row by row.
  public List<Cell> cells() {
    return cells;
  }

  /// Tries every cell, one after the other, and says for each that went wrong what was expected and
  /// what came. Empty is good.
  public List<String> failures(Callers callers) {
    return cells.stream()
        .flatMap(cell ->
            Attempt.failure(cell.trial(), callers.approach(cell.kind(), cell.access())).stream())
        .toList();
  }

  /// Answers the table as Markdown: what is expected, RPC by RPC. A test may compare it with a
  /// file, so that a change of who may call what is seen in review.
  public String table() {
    String head =
        "| RPC | "
            + Arrays.stream(CallerKind.values()).map(Enum::name).collect(Collectors.joining(" | "))
            + " |\n|"
            + "---|".repeat(CallerKind.values().length + 1);
    return cells.stream()
        .collect(Collectors.groupingBy(cell -> cell.access().fullMethodName()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(row ->
            "| "
                + row.getKey()
                + " | "
                + row.getValue().stream()
                    .map(cell -> cell.expected().toString())
                    .collect(Collectors.joining(" | "))
                + " |")
        .collect(Collectors.joining("\n", head + "\n", "\n"));
  }

  /// What has to come of a call by the declaration of its RPC: this is the table in the reader's
  /// head, written down a second time and independent of the chain.
  public sealed interface Expectation {
    /// The chain lets the call through; what the endpoint then answers is its business, but never
    /// `INTERNAL`.
    record Admitted() implements Expectation {
      @Override
      public String toString() {
        return "admitted";
      }
    }

    /// The call ends with this code before the endpoint runs.
    record Refused(Code code) implements Expectation {
      @Override
      public String toString() {
        return code.name();
      }
    }

    /// Answers what has to come of a call of this RPC by this kind of caller.
    static Expectation of(MethodAccess access, CallerKind kind) {
      Expectation admitted = new Admitted();
      return switch (kind) {
        case FOREIGN_AUTHORITY, EXPIRED_CERTIFICATE -> new Refused(Code.UNAVAILABLE);
        case REVOKED_CERTIFICATE,
            AGENT_FORGED,
            AGENT_REVOKED,
            TOKEN_OTHER_AUDIENCE,
            TOKEN_OTHER_PRESENTER,
            TOKEN_EXPIRED,
            TOKEN_GARBLED ->
            new Refused(Code.UNAUTHENTICATED);
        case NO_CERTIFICATE ->
            access.admits(Access.Caller.ANYONE) ? admitted : new Refused(Code.UNAUTHENTICATED);
        case AGENT_DIRECT -> admittedIf(access.admits(Access.Caller.ANYONE));
        case AGENT ->
            admittedIf(access.admits(Access.Caller.ANYONE) || access.admits(Access.Caller.AGENT));
        case SERVICE ->
            admittedIf(access.admits(Access.Caller.ANYONE) || access.admits(Access.Caller.SERVICE));
        case OTHER_SERVICE ->
            admittedIf(
                access.admits(Access.Caller.ANYONE)
                    || (access.admits(Access.Caller.SERVICE) && access.services().isEmpty()));
        case PERSON_WITHOUT_RIGHTS -> person(access, access.scope() == Access.Scope.SELF);
        case VIEWER ->
            person(access, access.scope() == Access.Scope.SELF || access.role() == Role.VIEWER);
        case WRITER ->
            person(access, access.scope() == Access.Scope.SELF || access.role() == Role.WRITER);
        case OPERATOR_ELSEWHERE ->
            person(
                access,
                switch (access.scope()) {
                  case SELF -> true;
                  case FILTERED -> access.role() != Role.ADMIN;
                  default -> false;
                });
        case ADMIN -> person(access, true);
      };
    }

    private static Expectation person(MethodAccess access, boolean entitled) {
      return admittedIf(
          access.admits(Access.Caller.ANYONE) || (access.admits(Access.Caller.PERSON) && entitled));
    }

    private static Expectation admittedIf(boolean condition) {
      return condition ? new Admitted() : new Refused(Code.PERMISSION_DENIED);
    }
  }
}
