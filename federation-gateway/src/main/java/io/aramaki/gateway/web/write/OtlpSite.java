package io.aramaki.gateway.web.write;

import io.aramaki.gateway.domain.write.Gathering;
import io.aramaki.gateway.domain.write.Gzip;
import io.aramaki.gateway.domain.write.Room;
import io.aramaki.gateway.domain.write.WriteLimits;
import io.aramaki.gateway.domain.write.WriteRefused;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.grpc.write.OtlpMessages;
import io.aramaki.gateway.grpc.write.OtlpMetrics;
import io.aramaki.gateway.grpc.write.SampleCalls;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.Way;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Takes OTLP metrics over HTTP, binary and JSON. The answer is written as the request was; what
/// was not taken is said in it, with 200, since sending it again changes nothing.
public final class OtlpSite {
  /// Where metrics are sent.
  public static final String PATH = "/v1/metrics";

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final int OK = 200;
  private static final int UNAUTHENTICATED = 401;

  private final Senders senders;
  private final SampleCalls calls;
  private final Room room;
  private final InstantSource clock;

  OtlpSite(Senders senders, SampleCalls calls, Room room, InstantSource clock) {
    this.senders = senders;
    this.calls = calls;
    this.room = room;
    this.clock = clock;
  }

  Way way() {
    return new Way("POST", PATH, (ask, _) -> answer(ask));
  }

  private Answer answer(Ask ask) throws InterruptedException {
    boolean json = ask.mediaType().equals(JSON);
    try {
      Senders.Sender sender = senders.of(ask);
      requireKnown(ask);
      Gathering gathering = write(ask, sender, json);
      return answer(OK, json, OtlpMessages.taken(gathering, json), new HashMap<>());
    } catch (WriteRefused e) {
      return error(Refusals.of(e), json);
    } catch (Failure e) {
      return error(e.error(), json);
    }
  }

  private Gathering write(Ask ask, Senders.Sender sender, boolean json)
      throws InterruptedException {
    try (Room.Share share = room.share()) {
      byte[] message = unpacked(ask, share);
      var gathering = new Gathering(sender.system(), clock.instant(), share);
      new OtlpMetrics(gathering)
          .read(json ? OtlpMessages.ofJson(message) : OtlpMessages.of(message));
      return Failure.translating(() -> {
        calls.write(sender.who(), gathering, _ -> {});
        return gathering;
      });
    }
  }

  private static byte[] unpacked(Ask ask, Room.Share share) {
    byte[] body = ask.bytes();
    if (encoding(ask).equals("gzip")) {
      return Gzip.unpack(body, WriteLimits.UNPACKED_BYTES_MAX, share);
    }
    share.take(body.length);
    return body;
  }

  private static String encoding(Ask ask) {
    return ask.header("content-encoding").orElse("identity").strip().toLowerCase(Locale.ROOT);
  }

  private static void requireKnown(Ask ask) {
    boolean type = ask.mediaType().equals(PROTOBUF) || ask.mediaType().equals(JSON);
    boolean encoding = encoding(ask).equals("gzip") || encoding(ask).equals("identity");
    if (!type || !encoding) {
      throw new WriteRefused(
          WriteRefused.Kind.UNSUPPORTED,
          "send metrics as " + PROTOBUF + " or " + JSON + ", compressed by gzip or not at all");
    }
  }

  private static Answer error(RestError error, boolean json) {
    var headers = new HashMap<String, String>();
    error
        .retryAfterSeconds()
        .ifPresent(seconds -> headers.put("retry-after", Long.toString(seconds)));
    if (error.code() == UNAUTHENTICATED) {
      headers.put("www-authenticate", "Bearer");
    }
    return answer(error.code(), json, OtlpMessages.error(error, json), headers);
  }

  private static Answer answer(
      int code, boolean json, ByteBuffer body, Map<String, String> headers) {
    headers.put("content-type", json ? JSON : PROTOBUF);
    return new Answer.Binary(code, headers, body);
  }
}
