package io.aramaki.gateway.grpc.otlp;

import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.write.SenderTokens;
import io.aramaki.gateway.grpc.write.Targets;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/// Lets in who may write, and finds out to which system; runs before the message is read, on a
/// virtual thread.
final class LetIn implements ServerInterceptor {
  private static final Context.Key<Sender> SENDER = Context.key("sender");
  private static final Metadata.Key<String> AUTHORIZATION = text("authorization");
  private static final Metadata.Key<String> SYSTEM = text(Targets.HEADER);

  private final Targets targets;

  LetIn(Targets targets) {
    this.targets = targets;
  }

  /// Who sends, and to which system.
  record Sender(Credential who, String system) {
    /// Answers the one of this call.
    static Sender current() {
      return Optional.ofNullable(SENDER.get())
          .orElseThrow(() -> new IllegalStateException("nobody was let in on this thread"));
    }
  }

  private static Metadata.Key<String> text(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    try {
      Sender sender = sender(headers);
      return Contexts.interceptCall(
          Context.current().withValue(SENDER, sender), call, headers, next);
    } catch (Failure e) {
      return refuse(call, OtlpErrors.of(e.error()));
    } catch (StatusRuntimeException e) {
      return refuse(call, OtlpErrors.of(Failure.of(e).error()));
    }
  }

  private Sender sender(Metadata headers) {
    Credential who = SenderTokens.of(Optional.ofNullable(headers.get(AUTHORIZATION)).orElse(""));
    return new Sender(who, targets.of(who, Optional.ofNullable(headers.get(SYSTEM)).orElse("")));
  }

  private static <Q, R> ServerCall.Listener<Q> refuse(
      ServerCall<Q, R> call, StatusRuntimeException why) {
    call.close(why.getStatus(), Optional.ofNullable(why.getTrailers()).orElseGet(Metadata::new));
    return new ServerCall.Listener<>() {};
  }
}
