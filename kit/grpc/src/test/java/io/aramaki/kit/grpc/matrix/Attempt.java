package io.aramaki.kit.grpc.matrix;

import io.aramaki.kit.grpc.error.AccessReason;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.AccessMatrix.Expectation;
import io.aramaki.type.v1.Access;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Makes the call of one trial and judges what came of it.
final class Attempt extends ClientCall.Listener<Object> {
  /// A refusal has this long to come. A server that takes longer lets somebody in.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /// A stream that is expected to be let in, and on which nothing happens for so long, was.
  private static final Duration QUIET = Duration.ofMillis(500);

  private final CountDownLatch answered = new CountDownLatch(1);
  private final AtomicReference<@Nullable StatusRuntimeException> error = new AtomicReference<>();

  private Attempt() {}

  /// Answers what is wrong with a trial; empty if nothing is.
  static Optional<String> failure(Trial trial, Callers.Approach approach) {
    Optional<StatusRuntimeException> came = call(trial, approach);
    Status status = came.map(StatusRuntimeException::getStatus).orElse(Status.OK);
    boolean good =
        switch (trial.expected()) {
          case Expectation.Refused refused ->
              status.getCode() == refused.code() && came.map(Attempt::isByTheDoor).orElse(false);
          case Expectation.Admitted _ -> came.map(e -> isByTheEndpoint(e, trial)).orElse(true);
        };
    return good
        ? Optional.empty()
        : Optional.of(
            trial
                + ": expected "
                + trial.expected()
                + ", came "
                + status
                + came.flatMap(Errors::infoOf).map(info -> ", " + info.getReason()).orElse(""));
  }

  /// Without `ErrorInfo` it was the TLS handshake; with one, the chain must have given the reason.
  private static boolean isByTheDoor(StatusRuntimeException came) {
    return Errors.infoOf(came).map(info -> isAccessReason(info.getReason())).orElse(true);
  }

  private static boolean isByTheEndpoint(StatusRuntimeException came, Trial trial) {
    String reason = Errors.infoOf(came).map(info -> info.getReason()).orElse("");
    if (reason.isEmpty()) {
      return false;
    }
    boolean aboutTheCaller =
        trial.access().scope() == Access.Scope.SELF && reason.equals(AccessReason.NO_RIGHT.name());
    return switch (came.getStatus().getCode()) {
      case INTERNAL, UNKNOWN, UNIMPLEMENTED, DEADLINE_EXCEEDED -> false;
      default -> aboutTheCaller || !isAccessReason(reason);
    };
  }

  private static boolean isAccessReason(String reason) {
    return Arrays.stream(AccessReason.values()).anyMatch(known -> known.name().equals(reason));
  }

  private static Optional<StatusRuntimeException> call(Trial trial, Callers.Approach approach) {
    @SuppressWarnings("unchecked") // the request is made from the method's own prototype
    var method = (MethodDescriptor<Object, Object>) trial.method();
    ClientCall<Object, Object> call =
        approach
            .channel()
            .newCall(
                method,
                CallOptions.DEFAULT.withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    var attempt = new Attempt();
    call.start(attempt, approach.headers());
    call.request(1);
    boolean stream = method.getType() != MethodDescriptor.MethodType.UNARY;
    if (method.getType().clientSendsOneMessage()) {
      call.sendMessage(trial.request());
      call.halfClose();
    }
    boolean mayStayOpen = stream && trial.expected() instanceof Expectation.Admitted;
    attempt.await(mayStayOpen ? QUIET : PATIENCE.multipliedBy(2));
    Optional<StatusRuntimeException> came = Optional.ofNullable(attempt.error.get());
    call.cancel("the trial is done", null);
    return came;
  }

  private void await(Duration longest) {
    try {
      boolean _ = answered.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in the middle of the matrix", e);
    }
  }

  @Override
  public void onMessage(Object message) {
    answered.countDown();
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (!status.isOk() && answered.getCount() > 0) {
      error.set(new StatusRuntimeException(status, trailers));
    }
    answered.countDown();
  }
}
