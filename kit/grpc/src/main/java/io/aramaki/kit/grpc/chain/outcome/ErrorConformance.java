package io.aramaki.kit.grpc.chain.outcome;

import io.aramaki.kit.grpc.error.Errors;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds every error that leaves the server against the rule: exactly one `ErrorInfo` with reason
/// and domain, at most one each of `BadRequest`, `RetryInfo` and `PreconditionFailure`, nothing
/// else.
///
/// A strict server, which is what tests have, answers a malformed error with another one that says
/// so; any other logs it and sends it as it is.
public final class ErrorConformance implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(ErrorConformance.class);

  private final boolean strict;
  private final String domain;

  public ErrorConformance(boolean strict, String domain) {
    this.strict = strict;
    this.domain = domain;
  }

  /// Strict where assertions are enabled: Surefire enables them, production does not.
  public static boolean strictByDefault() {
    return ErrorConformance.class.desiredAssertionStatus();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            var error = new WireError(status, trailers);
            List<String> problems = status.isOk() ? List.of() : error.problems();
            if (!problems.isEmpty()) {
              error = conform(getMethodDescriptor().getFullMethodName(), error, problems);
            }
            super.close(error.status(), error.trailers());
          }
        },
        headers);
  }

  private WireError conform(String method, WireError error, List<String> problems) {
    log.atError()
        .addKeyValue("method", method)
        .addKeyValue("status", error.status().getCode())
        .addKeyValue("problems", problems)
        .log("error does not conform to the error model");
    if (!strict) {
      return error;
    }
    var refusal =
        Errors.of(
            Status.Code.INTERNAL,
            "MALFORMED_ERROR",
            method + " answered " + error.status() + ", which has " + String.join(", ", problems));
    return ErrorBoundary.wire(refusal).inDomain(domain);
  }
}
