package io.aramaki.gateway.testing;

import com.google.protobuf.Message;
import io.aramaki.gateway.grpc.call.Backend;
import io.aramaki.inventory.v1.KeyServiceGrpc;
import io.aramaki.inventory.v1.LoginServiceGrpc;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One of our services as far as the wire goes: all its RPCs over mutual TLS, answered by a script.
public final class ScriptedService implements AutoCloseable {
  private final Server server;
  private final ServiceScript script;

  private ScriptedService(TlsIdentity identity, ServiceScript script) {
    this.script = script;
    TlsContexts contexts = TlsContexts.mutual(identity);
    try {
      this.server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .permitKeepAliveTime(1, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .fallbackHandlerRegistry(new Registry())
              .sslContext(
                  GrpcSslContexts.configure(
                          SslContextBuilder.forServer(contexts.keyManagerFactory())
                              .trustManager(contexts.trustManager())
                              .clientAuth(ClientAuth.REQUIRE),
                          SslProvider.JDK)
                      .build())
              .build()
              .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static ScriptedService start(TlsIdentity identity, ServiceScript script) {
    return new ScriptedService(identity, script);
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static Stream<ServiceDescriptor> services() {
    return Stream.concat(
        Backend.allServices().stream(),
        Stream.of(LoginServiceGrpc.getServiceDescriptor(), KeyServiceGrpc.getServiceDescriptor()));
  }

  /// Finds every RPC that there is.
  private final class Registry extends HandlerRegistry {
    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
        String name, @Nullable String authority) {
      return services()
          .flatMap(service -> service.getMethods().stream())
          .filter(method -> method.getFullMethodName().equals(name))
          .map(this::definition)
          .findFirst()
          .orElse(null);
    }

    @SuppressWarnings("unchecked") // all our messages are Messages
    private ServerMethodDefinition<?, ?> definition(MethodDescriptor<?, ?> method) {
      var messages = (MethodDescriptor<Message, Message>) method;
      return ServerMethodDefinition.create(
          messages,
          (call, headers) -> {
            call.request(2);
            return new Handler(call, headers);
          });
    }
  }

  /// Answers one call.
  private final class Handler extends ServerCall.Listener<Message> implements ServiceScript.Out {
    private final ServerCall<Message, Message> call;
    private final Metadata headers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Message request;
    private @Nullable Thread thread;

    Handler(ServerCall<Message, Message> call, Metadata headers) {
      this.call = call;
      this.headers = headers;
    }

    @Override
    public void onMessage(Message message) {
      request = message;
    }

    @Override
    public void onHalfClose() {
      thread = Thread.ofVirtual().start(this::answer);
    }

    @Override
    public void onReady() {
      wake();
    }

    @Override
    public void onCancel() {
      wake();
      Thread running = thread;
      if (running != null) {
        running.interrupt();
      }
    }

    private void wake() {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void answer() {
      MethodDescriptor<Message, Message> method = call.getMethodDescriptor();
      try {
        var arrived =
            new ServiceScript.Call(
                method.getFullMethodName(), Objects.requireNonNull(request), headers);
        if (method.getType().serverSendsOneMessage()) {
          Message empty =
              ((MethodDescriptor.PrototypeMarshaller<Message>) method.getResponseMarshaller())
                  .getMessagePrototype();
          Message answer = script.answer(arrived, Objects.requireNonNull(empty));
          call.sendHeaders(new Metadata());
          call.sendMessage(answer);
        } else {
          call.sendHeaders(new Metadata());
          script.stream(arrived, this);
        }
        call.close(Status.OK, new Metadata());
      } catch (StatusRuntimeException e) {
        Metadata trailers = e.getTrailers();
        call.close(e.getStatus(), trailers == null ? new Metadata() : trailers);
      } catch (InterruptedException _) {
        // The reader is gone.
      }
    }

    @Override
    public void send(Message message) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (!call.isReady() && !call.isCancelled()) {
          boolean _ = changed.await(50, TimeUnit.MILLISECONDS);
        }
        if (call.isCancelled()) {
          throw new InterruptedException();
        }
        call.sendMessage(message);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean isCancelled() {
      return call.isCancelled();
    }
  }
}
