package io.aramaki.gateway.grpc.call;

import io.aramaki.kit.grpc.access.CallerHeaders;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Calls our services on behalf of a person: the right service, the person's internal token, a
/// deadline. Blocks; to be used on virtual threads.
public final class PersonCalls {
  /// How long a call may take.
  static final Duration DEADLINE = Duration.ofSeconds(20);

  /// After which silence a stream's reader is told that it is only silence. Proxies and browsers
  /// give up on connections on which nothing happens for a minute.
  public static final Duration SILENCE = Duration.ofSeconds(15);

  private final InternalTokens tokens;
  private final Function<Backend, Channel> channels;

  /// @param channels the channel to each service; asked again at each call, since channels are
  ///   replaced with the gateway's certificate
  public PersonCalls(InternalTokens tokens, Function<Backend, Channel> channels) {
    this.tokens = tokens;
    this.channels = channels;
  }

  /// Calls an RPC that answers once.
  ///
  /// @throws StatusRuntimeException if it fails
  public <Q, R> R call(Credential who, MethodDescriptor<Q, R> rpc, Q request) {
    return call(who, rpc, request, DEADLINE);
  }

  /// Calls an RPC that answers once, within a time.
  ///
  /// @throws StatusRuntimeException if it fails
  public <Q, R> R call(Credential who, MethodDescriptor<Q, R> rpc, Q request, Duration deadline) {
    try {
      return callOnce(who, rpc, request, deadline);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNAUTHENTICATED) {
        throw e;
      }
      // A kept token may be bound to a certificate that the gateway has just replaced. Nothing was
      // done, so asking again with a fresh one does no harm; if the session has ended, that says
      // so.
      tokens.forget(who, rpc);
      return callOnce(who, rpc, request, deadline);
    }
  }

  private <Q, R> R callOnce(
      Credential who, MethodDescriptor<Q, R> rpc, Q request, Duration deadline) {
    return ClientCalls.blockingUnaryCall(
        channel(who, rpc),
        rpc,
        CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS),
        request);
  }

  /// Takes the messages of a stream one by one.
  @FunctionalInterface
  public interface Reader<R> {
    /// Takes a message; the next one is asked for when this returns.
    ///
    /// @return false to end the stream
    boolean read(R message) throws InterruptedException;

    /// Hears that nothing has come for [#SILENCE], so that whoever waits can be told that the
    /// stream is alive.
    default void silence() throws InterruptedException {}
  }

  /// Calls an RPC that answers with a stream, and returns when it has ended. No message is asked
  /// for before the one before was taken, so a slow reader slows the service down. Interrupting the
  /// thread cancels the call.
  ///
  /// @throws StatusRuntimeException if it fails
  public <Q, R> void stream(Credential who, MethodDescriptor<Q, R> rpc, Q request, Reader<R> reader)
      throws InterruptedException {
    BlockingClientCall<Q, R> call =
        ClientCalls.blockingV2ServerStreamingCall(
            channel(who, rpc), rpc, CallOptions.DEFAULT, request);
    try {
      R message = next(call, reader);
      while (message != null && reader.read(message)) {
        message = next(call, reader);
      }
    } catch (StatusException e) {
      throw new StatusRuntimeException(e.getStatus(), e.getTrailers());
    } finally {
      call.cancel("the reader has gone", null);
    }
  }

  private static <Q, R> @Nullable R next(BlockingClientCall<Q, R> call, Reader<R> reader)
      throws InterruptedException, StatusException {
    while (true) {
      try {
        return call.read(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        reader.silence();
      }
    }
  }

  /// Tells whether a stream ended only because the token with which it was opened has ended.
  public static boolean isCredentialEnd(StatusRuntimeException e) {
    return e.getStatus().getCode() == Status.Code.UNAUTHENTICATED
        && "CREDENTIALS_EXPIRED".equals(Reasons.of(e));
  }

  private Channel channel(Credential who, MethodDescriptor<?, ?> rpc) {
    InternalToken token = tokens.forCall(who, rpc);
    return ClientInterceptors.intercept(
        channels.apply(Backend.of(rpc)),
        MetadataUtils.newAttachHeadersInterceptor(CallerHeaders.person(token.token())));
  }
}
