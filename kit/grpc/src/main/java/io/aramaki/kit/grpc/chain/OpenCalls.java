package io.aramaki.kit.grpc.chain;

import io.aramaki.kit.grpc.CallMetrics;
import io.aramaki.kit.grpc.access.Revocations;
import io.aramaki.kit.grpc.chain.outcome.ErrorBoundary;
import io.aramaki.kit.grpc.chain.outcome.ErrorBoundary.GuardedCall;
import io.aramaki.kit.grpc.chain.outcome.WireError;
import io.aramaki.kit.grpc.error.AccessReason;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Knows every call that is being answered: bounds their number, cuts those whose credentials are
/// over or revoked, and ends streams when the server stops.
final class OpenCalls implements ServerInterceptor {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final int callsMax;
  private final Revocations revocations;
  private final Clock clock;
  private final CallMetrics metrics;
  private final String domain;
  private final Set<Open> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  OpenCalls(
      int callsMax, Revocations revocations, Clock clock, CallMetrics metrics, String domain) {
    this.callsMax = callsMax;
    this.revocations = revocations;
    this.clock = clock;
    this.metrics = metrics;
    this.domain = domain;
  }

  private record Open(GuardedCall<?, ?> call, CallState state) {
    boolean isStream() {
      return !call.getMethodDescriptor().getType().serverSendsOneMessage();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(call);
    }
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    CallState state = CallState.current();
    if (open.size() >= callsMax) {
      metrics.limitReached(state.access().fullMethodName(), "calls");
      throw Errors.exhausted(
          "SERVER_BUSY", "the server answers " + callsMax + " calls already", RETRY);
    }
    var entry = new Open((GuardedCall<?, ?>) call, state);
    open.add(entry);
    try {
      return new Leaving<>(next.startCall(call, headers), entry);
    } catch (RuntimeException | Error e) {
      open.remove(entry);
      throw e;
    }
  }

  /// Ends the calls that may not go on. Called every second.
  void sweep() {
    Instant now = clock.instant();
    cut(
        call -> call.state().certificates().stream().anyMatch(revocations::isRevoked),
        Errors.of(
            AccessReason.CERTIFICATE_REVOKED.code(),
            AccessReason.CERTIFICATE_REVOKED.name(),
            "the certificate is revoked"));
    cut(
        call -> call.isStream() && !now.isBefore(call.state().expires()),
        Errors.of(
            AccessReason.CREDENTIALS_EXPIRED.code(),
            AccessReason.CREDENTIALS_EXPIRED.name(),
            "the certificate or token with which the stream was opened has ended; open it again"));
    if (stopping) {
      endStreams();
    }
  }

  /// Ends all streams, now and from now on, so that their readers go to another instance.
  void stop() {
    stopping = true;
    endStreams();
  }

  private void endStreams() {
    cut(Open::isStream, Errors.unavailable("SHUTTING_DOWN", "the server stops", RETRY));
  }

  private void cut(Predicate<Open> which, Refusal refusal) {
    WireError error = ErrorBoundary.wire(refusal).inDomain(domain);
    open.stream().filter(which).forEach(call -> call.call().cut(error));
  }

  int size() {
    return open.size();
  }

  private final class Leaving<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Open entry;

    Leaving(ServerCall.Listener<Q> delegate, Open entry) {
      super(delegate);
      this.entry = entry;
    }

    @Override
    public void onComplete() {
      open.remove(entry);
      super.onComplete();
    }

    @Override
    public void onCancel() {
      open.remove(entry);
      super.onCancel();
    }
  }
}
