package io.aramaki.kit.grpc.testbed;

import com.google.protobuf.DynamicMessage;
import io.aramaki.kit.grpc.matrix.Callers.Approach;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// A stream that a test reads message by message.
public final class Reading extends ClientCall.Listener<DynamicMessage> {
  private static final int SECONDS_MAX = 10;

  private final ClientCall<DynamicMessage, DynamicMessage> call;
  private final AtomicInteger received = new AtomicInteger();
  private final CompletableFuture<StatusRuntimeException> end = new CompletableFuture<>();

  private Reading(ClientCall<DynamicMessage, DynamicMessage> call) {
    this.call = call;
  }

  /// Opens a stream; nothing is read until it is asked for.
  public static Reading open(
      Approach approach,
      MethodDescriptor<DynamicMessage, DynamicMessage> method,
      DynamicMessage request) {
    var reading = new Reading(approach.channel().newCall(method, CallOptions.DEFAULT));
    reading.call.start(reading, approach.headers());
    reading.call.sendMessage(request);
    if (method.getType() == MethodDescriptor.MethodType.SERVER_STREAMING) {
      reading.call.halfClose();
    }
    return reading;
  }

  /// Asks for more messages.
  public void ask(int count) {
    call.request(count);
  }

  public int received() {
    return received.get();
  }

  public boolean isOpen() {
    return !end.isDone();
  }

  public void cancel() {
    call.cancel("the test has read enough", null);
  }

  /// Waits for the end and answers it.
  public StatusRuntimeException end() {
    try {
      return end.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the stream has not ended", e);
    }
  }

  @Override
  public void onMessage(DynamicMessage message) {
    received.incrementAndGet();
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    end.complete(new StatusRuntimeException(status, trailers));
  }
}
