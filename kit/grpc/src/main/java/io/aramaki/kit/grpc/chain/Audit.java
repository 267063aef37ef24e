package io.aramaki.kit.grpc.chain;

import com.google.protobuf.Message;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.type.v1.Principal;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records every change before its effect. If the record cannot be made, the change does not
/// happen.
final class Audit implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(Audit.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final AuditLog auditLog;

  Audit(AuditLog auditLog) {
    this.auditLog = auditLog;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    CallState state = CallState.current();
    return state.access().change()
        ? Gate.start(
            request -> record(state, (Message) request), state.access(), call, headers, next)
        : next.startCall(call, headers);
  }

  private void record(CallState state, @Nullable Message request) {
    Recorded recorded = request == null ? Recorded.STREAM : Recorded.of(request, state.access());
    SpanContext span = Span.current().getSpanContext();
    var entry =
        new AuditEntry(
            principal(Caller.current()),
            state.access().fullMethodName(),
            recorded.resource(),
            recorded.sha256(),
            recorded.summary(),
            span.isValid() ? span.getTraceId() : "");
    try {
      auditLog.append(entry);
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("method", entry.method())
          .setCause(e)
          .log("change refused because it cannot be audited");
      throw Errors.unavailable(
              "AUDIT_UNAVAILABLE",
              "the change cannot be audited at the moment, so it is not made",
              RETRY)
          .causedBy(e);
    }
  }

  private static Principal principal(Caller caller) {
    return switch (caller) {
      case Caller.Person person -> person.principal();
      case Caller.Service service -> named(service.name(), Principal.Kind.SERVICE);
      case Caller.Agent agent -> named(agent.name(), Principal.Kind.AGENT);
      case Caller.Anyone _ -> Principal.getDefaultInstance();
    };
  }

  private static Principal named(String name, Principal.Kind kind) {
    return Principal.newBuilder().setName(name).setKind(kind).build();
  }
}
