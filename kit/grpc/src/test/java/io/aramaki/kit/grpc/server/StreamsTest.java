package io.aramaki.kit.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.access.CallerHeaders;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.matrix.Callers.Approach;
import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.kit.grpc.testbed.Reading;
import io.aramaki.kit.grpc.testbed.Testbed;
import io.aramaki.kit.grpc.testbed.Until;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamsTest {
  private static final int BIG_BYTES = 64 * 1024;
  private static final int BIG_COUNT = 200;

  /// The transport's window of 1 MiB and its buffer hold fewer messages than this.
  private static final int IN_FLIGHT_MAX = 40;

  @TempDir Path directory;
  private Testbed testbed;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicReference<@Nullable Thread> producer = new AtomicReference<>();
  private final CountDownLatch producerGone = new CountDownLatch(1);
  private final CountDownLatch sessionGone = new CountDownLatch(1);
  private final CountDownLatch slowEntered = new CountDownLatch(1);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);

  @BeforeEach
  void start() {
    testbed =
        Testbed.start(
            directory,
            new Contract()
                .stream("Watch", "callers: SERVICE", this::watch).stream(
                        "Follow", "callers: PERSON role: VIEWER scope: ORGANISATION", this::watch)
                    .stream("Flood", "callers: SERVICE", this::flood)
                    .stream("Break", "callers: SERVICE", this::breakOff)
                    .bidi("Session", "callers: AGENT", this::session)
                    .unary("Slow", "callers: SERVICE", this::slow),
            SystemOf.systems());
  }

  @AfterEach
  void stop() {
    slowMayEnd.countDown();
    testbed.close();
  }

  /// Says who watches, then nothing more.
  private void watch(DynamicMessage request, StreamObserver<DynamicMessage> observer) {
    ServerStreams.serve(
        observer,
        (StreamSink<DynamicMessage> sink) -> {
          try {
            sink.send(testbed.contract().note("name", Caller.current().name()));
            new CountDownLatch(1).await();
          } finally {
            producerGone.countDown();
          }
        });
  }

  private void flood(DynamicMessage request, StreamObserver<DynamicMessage> observer) {
    DynamicMessage big =
        testbed.contract().noteWith("session_secret", ByteString.copyFrom(new byte[BIG_BYTES]));
    ServerStreams.serve(
        observer,
        sink -> {
          producer.set(Thread.currentThread());
          for (int i = 0; i < BIG_COUNT; i++) {
            sink.send(big);
            sent.incrementAndGet();
          }
        });
  }

  private void breakOff(DynamicMessage request, StreamObserver<DynamicMessage> observer) {
    ServerStreams.serve(
        observer,
        sink -> {
          sink.send(request);
          throw Errors.of(Code.NOT_FOUND, "NOTE_NOT_FOUND", "it is gone");
        });
  }

  private StreamObserver<DynamicMessage> session(StreamObserver<DynamicMessage> observer) {
    StreamSink<DynamicMessage> sink = ServerStreams.sink(observer);
    return new StreamObserver<>() {
      @Override
      public void onNext(DynamicMessage message) {
        sink.send(message);
      }

      @Override
      public void onError(Throwable error) {
        sessionGone.countDown();
      }

      @Override
      public void onCompleted() {
        sink.end();
      }
    };
  }

  private DynamicMessage slow(DynamicMessage request) {
    slowEntered.countDown();
    try {
      boolean _ = slowMayEnd.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return request;
  }

  private Reading open(Approach approach, String method) {
    Reading reading =
        Reading.open(
            approach, testbed.contract().method(method), testbed.contract().note("text", "x"));
    reading.ask(1);
    Until.holds("the first message", () -> reading.received() == 1);
    return reading;
  }

  private void assertEnds(Reading reading, Code code, String reason) {
    var end = reading.end();
    assertThat(end.getStatus().getCode()).isEqualTo(code);
    assertThat(Testbed.reason(end)).isEqualTo(reason);
  }

  private boolean producerWaits() {
    Thread thread = producer.get();
    return thread != null && thread.getState() == Thread.State.TIMED_WAITING && sent.get() > 0;
  }

  @Test
  void openStream_ofACertificateThatIsRevoked_isCutWithinFiveSeconds_othersGoOn() {
    // Given
    var member = testbed.organisation().service("monitoring");
    try (var channel = testbed.channel(member)) {
      Reading revoked = open(new Approach(channel, new Metadata()), "Watch");
      Reading other = open(testbed.by(CallerKind.SERVICE, "Watch"), "Watch");
      // When
      long revokedAt = System.nanoTime();
      testbed.organisation().revocations().add(Set.of(member.material().fingerprint()));
      // Then
      assertEnds(revoked, Code.UNAUTHENTICATED, "CERTIFICATE_REVOKED");
      assertThat(Duration.ofNanos(System.nanoTime() - revokedAt)).isLessThan(Duration.ofSeconds(5));
      assertThat(other.isOpen()).isTrue();
    }
  }

  @Test
  void openStream_ofAnAgentThatIsRevoked_isCut_andTheEndpointIsTold() throws Exception {
    // Given
    var certificate = testbed.organisation().agentIdentity("host5").material().fingerprint();
    var approach =
        new Approach(
            testbed.by(CallerKind.AGENT, "Session").channel(),
            CallerHeaders.agent(testbed.organisation().agent("host5"), certificate));
    Reading session = open(approach, "Session");
    // When
    testbed.organisation().revocations().add(Set.of(certificate));
    // Then
    assertEnds(session, Code.UNAUTHENTICATED, "CERTIFICATE_REVOKED");
    assertThat(sessionGone.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void openStream_ofAPerson_endsWithTheToken_andTheProducerIsStopped() throws Exception {
    // Given
    Reading stream = open(testbed.person("viewer", "Follow"), "Follow");
    // When
    testbed.clock().advance(Duration.ofSeconds(61));
    // Then
    assertEnds(stream, Code.UNAUTHENTICATED, "CREDENTIALS_EXPIRED");
    assertThat(producerGone.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void openStream_ofAService_endsWithTheCertificate() {
    // Given
    Reading stream = open(testbed.by(CallerKind.SERVICE, "Watch"), "Watch");
    // When
    testbed.clock().advance(Duration.ofHours(2));
    // Then
    assertEnds(stream, Code.UNAUTHENTICATED, "CREDENTIALS_EXPIRED");
  }

  @Test
  void slowReader_holdsTheProducerBack() {
    // Given
    Reading stream = open(testbed.by(CallerKind.SERVICE, "Flood"), "Flood");
    // When
    Until.holds("the producer waits", this::producerWaits);
    // Then
    assertThat(sent.get()).isLessThan(stream.received() + IN_FLIGHT_MAX);
    stream.ask(BIG_COUNT);
    assertThat(stream.end().getStatus().isOk()).isTrue();
    assertThat(stream.received()).isEqualTo(BIG_COUNT);
  }

  @Test
  void readerThatGoesAway_stopsTheProducer() throws Exception {
    // Given
    Reading stream = open(testbed.by(CallerKind.SERVICE, "Watch"), "Watch");
    // When
    stream.cancel();
    // Then
    assertThat(producerGone.await(5, TimeUnit.SECONDS)).isTrue();
    Until.holds("the call is forgotten", () -> testbed.server().openCalls() == 0);
  }

  @Test
  void producerThatThrows_endsTheStreamWithTheMappedError() {
    // Given
    Reading stream = open(testbed.by(CallerKind.SERVICE, "Break"), "Break");
    // When
    stream.ask(1);
    // Then
    assertEnds(stream, Code.NOT_FOUND, "NOTE_NOT_FOUND");
  }

  @Test
  void serverThatStops_sendsReadersElsewhere_andLetsUnaryCallsFinish() throws Exception {
    // Given
    Reading stream = open(testbed.by(CallerKind.SERVICE, "Watch"), "Watch");
    var answer = new AtomicReference<@Nullable DynamicMessage>();
    var approach = testbed.by(CallerKind.SERVICE, "Slow");
    Thread caller =
        Thread.startVirtualThread(
            () -> answer.set(testbed.call(approach, "Slow", testbed.contract().note())));
    assertThat(slowEntered.await(5, TimeUnit.SECONDS)).isTrue();
    // When
    Thread stopping = Thread.startVirtualThread(testbed.server()::close);
    assertEnds(stream, Code.UNAVAILABLE, "SHUTTING_DOWN");
    slowMayEnd.countDown();
    // Then
    assertThat(stopping.join(Duration.ofSeconds(5))).isTrue();
    assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    assertThat(answer.get()).isNotNull();
  }

  @Test
  void serverThatStops_cancelsWhatDoesNotEndInTime() throws Exception {
    // Given
    var approach = testbed.by(CallerKind.SERVICE, "Slow");
    Thread.startVirtualThread(() -> testbed.refusal(approach, "Slow", testbed.contract().note()));
    assertThat(slowEntered.await(5, TimeUnit.SECONDS)).isTrue();
    // When
    long began = System.nanoTime();
    testbed.server().close();
    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
  }
}
