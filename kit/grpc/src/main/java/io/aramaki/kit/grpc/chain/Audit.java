package io.aramaki.kit.grpc.chain;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.type.v1.Principal;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  /// What the audit keeps of a request: nothing secret, and not more than a few lines.
  ///
  /// Secret is a field with the option `debug_redact`, or whose name ends in `password`, `secret`
  /// or `token` (`page_token` excepted).
  ///
  /// @param resource the name of the resource that it is about; empty if none
  /// @param sha256 over the request with secrets blanked, serialised deterministically
  /// @param summary for people
  private record Recorded(String resource, Sha256 sha256, String summary) {
    /// What is kept of a stream of requests.
    static final Recorded STREAM = new Recorded("", Sha256.of(), "a stream of requests");

    private static final Pattern SECRET = Pattern.compile("(.*_)?(password|secret|token)");
    private static final String NO_SECRET = "page_token";
    private static final String BLANK = "***";
    private static final int BYTES_SHOWN_MAX = 32;
    private static final MessageEdit BLANKING = Recorded::blank;
    private static final MessageEdit SHORTENING = (_, value) -> shorten(value);
    private static final List<String> NAMES = List.of("name", "parent");

    static Recorded of(Message request, MethodAccess access) {
      Message blanked = BLANKING.of(request);
      return new Recorded(
          resource(request, access),
          Sha256.of(deterministic(blanked)),
          AuditEntry.summarise(
              TextFormat.printer().emittingSingleLine(true).printToString(SHORTENING.of(blanked))));
    }

    private static String resource(Message request, MethodAccess access) {
      if (access.resource().isPresent()) {
        return access.resource().get().read(request);
      }
      return NAMES.stream()
          .map(field -> find(request, field))
          .filter(name -> !name.isEmpty())
          .findFirst()
          .orElse("");
    }

    /// Answers the text of the field in the request, or in a message that it holds directly.
    private static String find(Message request, String field) {
      return Stream.concat(
              Stream.of(request),
              request.getAllFields().values().stream()
                  .filter(Message.class::isInstance)
                  .map(Message.class::cast))
          .map(message -> text(message, field))
          .filter(text -> !text.isEmpty())
          .findFirst()
          .orElse("");
    }

    private static String text(Message message, String field) {
      FieldDescriptor found = message.getDescriptorForType().findFieldByName(field);
      return found != null && message.getField(found) instanceof String text ? text : "";
    }

    private static Optional<Object> blank(FieldDescriptor field, Object value) {
      boolean secret =
          field.getOptions().getDebugRedact()
              || (SECRET.matcher(field.getName()).matches() && !field.getName().equals(NO_SECRET));
      if (!secret) {
        return Optional.empty();
      }
      return switch (value) {
        case String _ -> Optional.of(BLANK);
        case ByteString _ -> Optional.of(ByteString.copyFromUtf8(BLANK));
        case Message message -> Optional.of(message.getDefaultInstanceForType());
        default -> Optional.empty();
      };
    }

    private static Optional<Object> shorten(Object value) {
      return value instanceof ByteString bytes && bytes.size() > BYTES_SHOWN_MAX
          ? Optional.of(ByteString.copyFromUtf8(bytes.size() + " bytes"))
          : Optional.empty();
    }

    private static byte[] deterministic(Message message) {
      var bytes = new ByteArrayOutputStream(message.getSerializedSize());
      try {
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        message.writeTo(out);
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }
}
