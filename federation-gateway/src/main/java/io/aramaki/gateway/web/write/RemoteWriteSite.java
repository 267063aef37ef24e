package io.aramaki.gateway.web.write;

import io.aramaki.gateway.domain.write.Gathering;
import io.aramaki.gateway.domain.write.RemoteWrite;
import io.aramaki.gateway.domain.write.Room;
import io.aramaki.gateway.domain.write.Snappy;
import io.aramaki.gateway.domain.write.WriteLimits;
import io.aramaki.gateway.domain.write.WriteRefused;
import io.aramaki.gateway.domain.write.sent.SentSeries;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.grpc.write.SampleCalls;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.RestSite;
import io.aramaki.gateway.web.Way;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes remote_write 1.0 and 2.0. 204 means that all is durable; 4xx that what was not taken never
/// will be; 503 that the same should be sent again.
public final class RemoteWriteSite {
  /// Where samples are sent.
  public static final String PATH = "/api/v1/write";

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String MESSAGE_1 = "prometheus.WriteRequest";
  private static final String MESSAGE_2 = "io.prometheus.write.v2.Request";
  private static final String WRITTEN = "x-prometheus-remote-write-%s-written";

  private final Senders senders;
  private final SampleCalls calls;
  private final Room room;
  private final InstantSource clock;
  private final SentSeries sent;

  /// @param sent the series that came before
  RemoteWriteSite(
      Senders senders, SampleCalls calls, Room room, InstantSource clock, SentSeries sent) {
    this.sent = sent;
    this.senders = senders;
    this.calls = calls;
    this.room = room;
    this.clock = clock;
  }

  Way way() {
    return new Way("POST", PATH, (ask, _) -> answer(ask));
  }

  private Answer answer(Ask ask) throws InterruptedException {
    Senders.Sender sender = senders.of(ask);
    boolean second = isSecond(ask);
    var durable = new AtomicInteger();
    Answer.Whole answer;
    try {
      Gathering gathering = write(ask, sender, second, durable);
      answer =
          gathering.rejected() == 0
              ? new Answer.Whole(204, Map.of(), "")
              : RestSite.error(partial(gathering));
    } catch (WriteRefused e) {
      answer = RestSite.error(Refusals.waiting(Refusals.of(e)));
    } catch (Failure e) {
      answer = RestSite.error(Refusals.waiting(e.error()));
    }
    return second ? written(answer, durable.get()) : answer;
  }

  private Gathering write(Ask ask, Senders.Sender sender, boolean second, AtomicInteger durable)
      throws InterruptedException {
    try (Room.Share share = room.share()) {
      byte[] message = Snappy.unpack(ask.bytes(), WriteLimits.UNPACKED_BYTES_MAX, share);
      String system = sender.system();
      Gathering gathering = Gathering.of(system, clock.instant(), share, sent.of(system));
      if (second) {
        RemoteWrite.read2(message, gathering);
      } else {
        RemoteWrite.read1(message, gathering);
      }
      return Failure.translating(() -> {
        calls.write(sender.who(), gathering, durable::addAndGet);
        return gathering;
      });
    }
  }

  private static RestError partial(Gathering gathering) {
    return RestError.of(
        400,
        "INVALID_ARGUMENT",
        "SAMPLES_REJECTED",
        "%d samples were written and %d were not: %s"
            .formatted(
                gathering.samples(), gathering.rejected(), gathering.problem().orElseThrow()));
  }

  private static Answer.Whole written(Answer.Whole answer, int samples) {
    return answer
        .with(WRITTEN.formatted("samples"), Integer.toString(samples))
        .with(WRITTEN.formatted("histograms"), "0")
        .with(WRITTEN.formatted("exemplars"), "0");
  }

  /// Tells whether the body is of 2.0.
  private static boolean isSecond(Ask ask) {
    String encoding = ask.header("content-encoding").orElse("snappy").strip();
    String message = ask.parameterOfMediaType("proto").orElse(MESSAGE_1);
    boolean known = message.equals(MESSAGE_1) || message.equals(MESSAGE_2);
    if (!ask.mediaType().equals(PROTOBUF)
        || !known
        || !encoding.toLowerCase(Locale.ROOT).equals("snappy")) {
      throw new Failure(
          415,
          "INVALID_ARGUMENT",
          "MEDIA_TYPE",
          "send "
              + List.of(MESSAGE_1, MESSAGE_2)
              + " with Content-Type: "
              + PROTOBUF
              + ";proto=… and Content-Encoding: snappy");
    }
    return message.equals(MESSAGE_2);
  }
}
