package io.aramaki.agent.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.BatchAck;
import io.aramaki.agent.v1.BatchRefusal;
import io.aramaki.agent.v1.ControlHello;
import io.aramaki.agent.v1.ControlRequest;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.ControlSessionServiceGrpc;
import io.aramaki.agent.v1.FactReport;
import io.aramaki.agent.v1.Heartbeat;
import io.aramaki.agent.v1.HeartbeatAck;
import io.aramaki.agent.v1.ObservationSessionServiceGrpc;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.agent.v1.ObserveResponse;
import io.aramaki.agent.v1.RunEvent;
import io.aramaki.agent.v1.RunEventAck;
import io.aramaki.agent.v1.SessionHello;
import io.aramaki.agent.v1.SessionWelcome;
import io.aramaki.inventory.v1.EnrolRequest;
import io.aramaki.inventory.v1.EnrolResponse;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc;
import io.aramaki.inventory.v1.RenewCertificateRequest;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.authority.ProvenRequest;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.monitoring.v1.BatchHeader;
import io.aramaki.monitoring.v1.Observations;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A gateway with real TLS that does what a test says and remembers what it heard.
final class ScriptedGateway implements AutoCloseable {
  /// What becomes of a batch.
  enum Answer {
    ACK,
    REFUSE,
    SILENCE
  }

  /// A batch as it came, with what it means.
  record Heard(Batch batch, BatchHeader header, Observations observations) {}

  final List<SessionHello> hellos = new CopyOnWriteArrayList<>();
  final List<Heard> heard = new CopyOnWriteArrayList<>();
  final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
  final List<ControlHello> controlHellos = new CopyOnWriteArrayList<>();
  final List<FactReport> facts = new CopyOnWriteArrayList<>();
  final List<RunEvent> runEvents = new CopyOnWriteArrayList<>();
  volatile Function<Heard, Answer> batches = _ -> Answer.ACK;
  volatile Predicate<RunEvent> ackRunEvents = _ -> true;
  volatile int credits = 16;
  volatile String agentId = TestOrg.AGENT_ID;
  volatile Duration lifetime = Duration.ofHours(1);
  final AtomicInteger enrolments = new AtomicInteger();
  volatile byte[] secret = new byte[16];
  private final List<StreamObserver<ObserveResponse>> observers = new ArrayList<>();
  private final List<StreamObserver<ControlResponse>> controllers = new ArrayList<>();
  private final TestOrg org;
  private final Server server;

  ScriptedGateway(TestOrg org, Path directory, int port) throws IOException {
    this.org = org;
    TlsIdentity identity =
        TlsIdentity.isPresent(directory)
            ? TlsIdentity.open(directory, org.clock)
            : org.gateway(directory);
    TlsContexts tls = TlsContexts.mutual(identity);
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(tls.keyManagerFactory())
                            .trustManager(tls.trustManager())
                            .protocols(TlsContexts.PROTOCOLS)
                            .clientAuth(ClientAuth.OPTIONAL),
                        SslProvider.JDK)
                    .build())
            .addService(new Observing())
            .addService(new Controlling())
            .addService(new Enrolling())
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  int port() {
    return server.getPort();
  }

  /// Pushes to all open observation sessions.
  synchronized void push(ObserveResponse response) {
    observers.removeIf(observer -> !sent(observer, response));
  }

  /// Pushes to all open control sessions.
  synchronized void push(ControlResponse response) {
    controllers.removeIf(observer -> !sent(observer, response));
  }

  /// Answers false if nobody is there any more.
  private static <T> boolean sent(StreamObserver<T> observer, T response) {
    try {
      observer.onNext(response);
      return true;
    } catch (StatusRuntimeException _) {
      return false;
    }
  }

  /// Cuts all sessions.
  synchronized void cut() {
    Exception cut = Status.UNAVAILABLE.withDescription("cut").asException();
    observers.forEach(observer -> observer.onError(cut));
    controllers.forEach(observer -> observer.onError(cut));
    observers.clear();
    controllers.clear();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      boolean _ = server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private abstract static class Quiet<T> implements StreamObserver<T> {
    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {}
  }

  private final class Observing
      extends ObservationSessionServiceGrpc.ObservationSessionServiceImplBase {
    @Override
    public StreamObserver<ObserveRequest> observe(StreamObserver<ObserveResponse> out) {
      return new Quiet<>() {
        @Override
        public void onNext(ObserveRequest request) {
          synchronized (ScriptedGateway.this) {
            switch (request.getMessageCase()) {
              case HELLO -> welcome(request.getHello(), out);
              case BATCH -> take(request.getBatch(), out);
              case HEARTBEAT -> {
                heartbeats.add(request.getHeartbeat());
                out.onNext(
                    ObserveResponse.newBuilder()
                        .setHeartbeatAck(HeartbeatAck.getDefaultInstance())
                        .build());
              }
              case MESSAGE_NOT_SET -> {}
            }
          }
        }
      };
    }

    private void welcome(SessionHello hello, StreamObserver<ObserveResponse> out) {
      observers.add(out);
      out.onNext(
          ObserveResponse.newBuilder()
              .setWelcome(
                  SessionWelcome.newBuilder()
                      .setCredits(credits)
                      .setFormat(1)
                      .setHeartbeatInterval(
                          com.google.protobuf.Duration.newBuilder().setNanos(200_000_000)))
              .build());
      hellos.add(hello);
    }

    private void take(Batch batch, StreamObserver<ObserveResponse> out) {
      try {
        var header = BatchHeader.parseFrom(batch.getHeader());
        var one = new Heard(batch, header, Observations.parseFrom(batch.getContent()));
        heard.add(one);
        switch (batches.apply(one)) {
          case ACK -> out.onNext(ack(header));
          case REFUSE ->
              out.onNext(
                  ObserveResponse.newBuilder()
                      .setRefusal(
                          BatchRefusal.newBuilder()
                              .setBoot(header.getBoot())
                              .setSeq(header.getSeq())
                              .setReason("SUBJECT_NOT_ALLOWED")
                              .setMessage("no"))
                      .build());
          case SILENCE -> {}
        }
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static ObserveResponse ack(BatchHeader header) {
    return ObserveResponse.newBuilder()
        .setAck(BatchAck.newBuilder().setBoot(header.getBoot()).setSeq(header.getSeq()))
        .build();
  }

  private final class Controlling extends ControlSessionServiceGrpc.ControlSessionServiceImplBase {
    @Override
    public StreamObserver<ControlRequest> control(StreamObserver<ControlResponse> out) {
      return new Quiet<>() {
        @Override
        public void onNext(ControlRequest request) {
          synchronized (ScriptedGateway.this) {
            switch (request.getMessageCase()) {
              case HELLO -> {
                controllers.add(out);
                controlHellos.add(request.getHello());
              }
              case FACTS -> facts.add(request.getFacts());
              case RUN_EVENT -> event(request.getRunEvent(), out);
              case MESSAGE_NOT_SET -> {}
            }
          }
        }
      };
    }

    private void event(RunEvent event, StreamObserver<ControlResponse> out) {
      runEvents.add(event);
      if (ackRunEvents.test(event)) {
        out.onNext(
            ControlResponse.newBuilder()
                .setRunEventAck(
                    RunEventAck.newBuilder().setRun(event.getRun()).setSeq(event.getSeq()))
                .build());
      }
    }
  }

  private final class Enrolling extends EnrolmentServiceGrpc.EnrolmentServiceImplBase {
    @Override
    public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> out) {
      if (!request.getSecret().equals(ByteString.copyFrom(secret))) {
        out.onError(Status.PERMISSION_DENIED.withDescription("ENROLMENT_REFUSED").asException());
        return;
      }
      answer(request.getCertificateRequest(), out);
    }

    @Override
    public void renewCertificate(
        RenewCertificateRequest request, StreamObserver<EnrolResponse> out) {
      answer(request.getCertificateRequest(), out);
    }

    private void answer(ByteString pkcs10, StreamObserver<EnrolResponse> out) {
      enrolments.incrementAndGet();
      List<X509Certificate> chain =
          org.authority.issue(
              ProvenRequest.parse(pkcs10.toByteArray()),
              Identity.agent(org.id, agentId),
              ExtraNames.NONE,
              lifetime);
      var response =
          EnrolResponse.newBuilder()
              .setName("orgs/" + org.id + "/agents/" + agentId)
              .setSystem(org.system)
              .setKeySet(org.keySet(1));
      for (X509Certificate certificate : chain) {
        response.addCertificateChain(ByteString.copyFrom(encoded(certificate)));
      }
      out.onNext(response.build());
      out.onCompleted();
    }
  }

  private static byte[] encoded(@Nullable X509Certificate certificate) {
    try {
      return Objects.requireNonNull(certificate).getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
