package io.aramaki.gateway.testing;

import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A gRPC server of grpc-java over mutual TLS that hands every call to the test, as bytes.
public final class ScriptedUpstream implements AutoCloseable {
  private static final int WAIT_SECONDS = 10;

  private final Server server;
  private final BlockingQueue<UpstreamCall> calls = new LinkedBlockingQueue<>();

  private ScriptedUpstream(TlsIdentity identity, List<String> methods) {
    TlsContexts contexts = TlsContexts.mutual(identity);
    try {
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .permitKeepAliveTime(1, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .sslContext(
                  GrpcSslContexts.configure(
                          SslContextBuilder.forServer(contexts.keyManagerFactory())
                              .trustManager(contexts.trustManager())
                              .clientAuth(ClientAuth.REQUIRE),
                          SslProvider.JDK)
                      .build());
      methods.stream()
          .map(Bytes::method)
          .collect(Collectors.groupingBy(method -> String.valueOf(method.getServiceName())))
          .forEach((service, its) -> builder.addService(service(service, its)));
      this.server = builder.build().start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Starts a server for some methods, by full name `package.Service/Method`.
  public static ScriptedUpstream start(TlsIdentity identity, String... methods) {
    return new ScriptedUpstream(identity, List.of(methods));
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /// Answers the next call that arrives.
  public UpstreamCall nextCall() throws InterruptedException {
    UpstreamCall call = calls.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no call arrived within " + WAIT_SECONDS + " s");
    }
    return call;
  }

  /// Tells whether a call has arrived that nobody asked for yet.
  public boolean hasCall() {
    return !calls.isEmpty();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ServerServiceDefinition service(
      String name, List<MethodDescriptor<byte[], byte[]>> methods) {
    var service = ServerServiceDefinition.builder(name);
    for (MethodDescriptor<byte[], byte[]> method : methods) {
      service.addMethod(
          ServerMethodDefinition.create(
              method,
              (call, headers) -> {
                var arrived = new UpstreamCall(call, headers);
                calls.add(arrived);
                return arrived;
              }));
    }
    return service.build();
  }

  /// One call, in the hands of the test.
  public static final class UpstreamCall extends ServerCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private final Metadata headers;
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;
    private volatile boolean halfClosed;
    private volatile boolean headersSent;

    UpstreamCall(ServerCall<byte[], byte[]> call, Metadata headers) {
      this.call = call;
      this.headers = headers;
    }

    public Metadata headers() {
      return headers;
    }

    public @Nullable String header(String name) {
      return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    /// Asks for messages; without it none is read.
    public UpstreamCall request(int messages) {
      call.request(messages);
      return this;
    }

    /// Answers the next message.
    public byte[] next() throws InterruptedException {
      byte[] message = messages.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message arrived within " + WAIT_SECONDS + " s");
      }
      return message;
    }

    public int waiting() {
      return messages.size();
    }

    public UpstreamCall compression(String encoding) {
      call.setCompression(encoding);
      return this;
    }

    public boolean isReady() {
      return call.isReady();
    }

    public void send(byte[] message) {
      if (!headersSent) {
        headersSent = true;
        call.sendHeaders(new Metadata());
      }
      call.sendMessage(message);
    }

    public void end(Status status, Metadata trailers) {
      call.close(status, trailers);
    }

    public boolean isCancelled() {
      return cancelled;
    }

    public boolean isHalfClosed() {
      return halfClosed;
    }

    @Override
    public void onMessage(byte[] message) {
      messages.add(message);
    }

    @Override
    public void onCancel() {
      cancelled = true;
    }

    @Override
    public void onHalfClose() {
      halfClosed = true;
    }
  }
}
