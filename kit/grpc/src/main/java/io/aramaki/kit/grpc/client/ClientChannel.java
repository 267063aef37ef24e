package io.aramaki.kit.grpc.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A channel that a `Closer` can own. Stubs are made from it as from any other.
public final class ClientChannel extends Channel implements AutoCloseable {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final ManagedChannel channel;
  private final ExecutorService handlers;
  private final Runnable unsubscribe;

  ClientChannel(ManagedChannel channel, ExecutorService handlers, Runnable unsubscribe) {
    this.channel = channel;
    this.handlers = handlers;
    this.unsubscribe = unsubscribe;
  }

  @Override
  public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
    return channel.newCall(method, options);
  }

  @Override
  public @Nullable String authority() {
    return channel.authority();
  }

  /// Cancels the calls in progress and closes the connections.
  @Override
  public void close() {
    unsubscribe.run();
    channel.shutdownNow();
    try {
      boolean _ = channel.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    handlers.shutdown();
  }
}
