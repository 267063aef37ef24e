package io.aramaki.kit.grpc.chain.outcome;

import io.aramaki.kit.app.Unavailable;
import io.aramaki.kit.grpc.StreamEnded;
import io.aramaki.kit.grpc.error.ErrorMapping;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.name.IllegalResourceName;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what was thrown into what the caller sees. Three kinds (conventions): the caller's fault
/// is what the service's mapping knows; the world's fault is `UNAVAILABLE` with a time to retry;
/// ours is everything else, logged once with the trace and answered `INTERNAL` without text.
public final class ErrorTranslation {
  private static final Logger log = LoggerFactory.getLogger(ErrorTranslation.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final ErrorMapping mapping;
  private final String domain;

  public ErrorTranslation(ErrorMapping mapping, String domain) {
    this.mapping = mapping;
    this.domain = domain;
  }

  WireError translate(String method, Throwable thrown) {
    return ErrorBoundary.wire(refusal(method, thrown)).inDomain(domain);
  }

  /// An error passed to `onError` arrives as a status: a refusal with its details, anything else as
  /// the cause.
  WireError translate(String method, WireError passed) {
    boolean refusal = passed.info().filter(info -> info.getDomain().isEmpty()).isPresent();
    if (refusal) {
      return passed.inDomain(domain);
    }
    Throwable cause = passed.status().getCause();
    return translate(method, cause == null ? new StatusRuntimeException(passed.status()) : cause);
  }

  private Refusal refusal(String method, Throwable thrown) {
    if (thrown instanceof Refusal refusal) {
      return refusal;
    }
    return mapping
        .refusalOf(thrown)
        .or(() -> ofTheRequest(thrown))
        .or(() -> ofTheWorld(method, thrown))
        .orElseGet(() -> ours(method, thrown));
  }

  /// Names come from requests, or were checked when they came in.
  private static Optional<Refusal> ofTheRequest(Throwable thrown) {
    return thrown instanceof IllegalResourceName
        ? Optional.of(
            Errors.of(Code.INVALID_ARGUMENT, "INVALID_NAME", String.valueOf(thrown.getMessage())))
        : Optional.empty();
  }

  private static Optional<Refusal> ofTheWorld(String method, Throwable thrown) {
    if (thrown instanceof StreamEnded || Context.current().isCancelled()) {
      log.atDebug().addKeyValue("method", method).setCause(thrown).log("the caller is gone");
      return Optional.of(Errors.of(Code.CANCELLED, "CANCELLED", "the call was cancelled"));
    }
    boolean unavailable =
        thrown instanceof Unavailable
            || (thrown instanceof StatusRuntimeException foreign && mayPass(foreign.getStatus()));
    if (!unavailable) {
      return Optional.empty();
    }
    log.atWarn()
        .addKeyValue("method", method)
        .setCause(thrown)
        .log("something that we need is away");
    return Optional.of(
        Errors.unavailable(
            "DEPENDENCY_UNAVAILABLE", "something that this call needs does not answer", RETRY));
  }

  /// What another server of ours answered means nothing to our caller, except that it will pass.
  private static boolean mayPass(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED -> true;
      default -> false;
    };
  }

  private static Refusal ours(String method, @Nullable Throwable bug) {
    String trace = Span.current().getSpanContext().getTraceId();
    log.atError()
        .addKeyValue("method", method)
        .addKeyValue("trace", trace)
        .setCause(bug)
        .log("call failed by a fault of ours");
    return Errors.of(Code.INTERNAL, "INTERNAL", "", Map.of("trace", trace));
  }
}
