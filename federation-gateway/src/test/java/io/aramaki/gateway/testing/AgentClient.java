package io.aramaki.gateway.testing;

import io.aramaki.kit.security.tls.TlsContexts;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// An agent as far as the wire goes: a grpc-java channel to the gateway, calls as bytes.
public final class AgentClient implements AutoCloseable {
  private static final int WAIT_SECONDS = 10;

  private final ManagedChannel channel;

  private AgentClient(ManagedChannel channel) {
    this.channel = channel;
  }

  /// Opens a channel.
  ///
  /// @param trusting whom it believes
  /// @param showing what it shows, if anything
  public static AgentClient open(String address, TlsContexts trusting, TlsContexts showing) {
    var context = SslContextBuilder.forClient().trustManager(trusting.trustManager());
    if (showing.keyManager().isPresent()) {
      context.keyManager(showing.keyManagerFactory());
    }
    try {
      return new AgentClient(
          NettyChannelBuilder.forTarget("dns:///" + address)
              .overrideAuthority("gateway.aramaki.internal")
              .sslContext(GrpcSslContexts.configure(context, SslProvider.JDK).build())
              .build());
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
  }

  public AgentCall call(String fullMethod) {
    return call(fullMethod, new Metadata(), CallOptions.DEFAULT);
  }

  public AgentCall call(String fullMethod, Metadata headers, CallOptions options) {
    ClientCall<byte[], byte[]> call = channel.newCall(Bytes.method(fullMethod), options);
    var opened = new AgentCall(call);
    call.start(opened, headers);
    return opened;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /// One call, in the hands of the test.
  public static final class AgentCall extends ClientCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> call;
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Metadata> headers = new CompletableFuture<>();
    private final CompletableFuture<StatusRuntimeException> end = new CompletableFuture<>();

    AgentCall(ClientCall<byte[], byte[]> call) {
      this.call = call;
    }

    public AgentCall send(byte[] message) {
      call.sendMessage(message);
      return this;
    }

    public AgentCall halfClose() {
      call.halfClose();
      return this;
    }

    public AgentCall compressMessages() {
      call.setMessageCompression(true);
      return this;
    }

    public boolean isReady() {
      return call.isReady();
    }

    public AgentCall request(int count) {
      call.request(count);
      return this;
    }

    public void cancel() {
      call.cancel("the test ends it", null);
    }

    /// Answers the next message.
    public byte[] next() throws InterruptedException {
      call.request(1);
      byte[] message = messages.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message arrived; ended: " + end);
      }
      return message;
    }

    public int waiting() {
      return messages.size();
    }

    public Metadata headers() throws Exception {
      return headers.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /// Answers how the call ended.
    public StatusRuntimeException end() throws Exception {
      try {
        return end.get(WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException _) {
        throw new AssertionError("the call did not end within " + WAIT_SECONDS + " s");
      }
    }

    public boolean isEnded() {
      return end.isDone();
    }

    @Override
    public void onHeaders(Metadata received) {
      headers.complete(received);
    }

    @Override
    public void onMessage(byte[] message) {
      messages.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(new StatusRuntimeException(status, trailers));
    }
  }
}
