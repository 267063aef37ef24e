package io.aramaki.gateway.edge;

import io.aramaki.gateway.domain.frame.Envelope;
import io.aramaki.gateway.domain.frame.FrameReader;
import io.aramaki.gateway.domain.frame.MalformedFrame;
import io.aramaki.gateway.domain.frame.Octets;
import io.aramaki.gateway.domain.session.AgentIdentity;
import io.aramaki.gateway.domain.session.Refusal;
import io.aramaki.gateway.domain.session.RelayedMethod;
import io.aramaki.kit.app.Failpoint;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream on its way through the gateway. Everything but [#cut] runs on the stream's event
/// loop.
///
/// ```
/// CONNECTING ──connected──▶ OPEN ──────────────▶ ENDED
///      └──refused, agent gone, cut──────────────────▲
/// ```
///
/// Each side is paused while the other side's write queue is full, so a slow receiver is felt by
/// the sender and nothing grows here.
final class Relay {
  /// The largest batch that monitoring takes, header and content; it tells agents in its welcome.
  static final int BATCH_BYTES_MAX = 1024 * 1024;

  /// What may be around a batch: tags and lengths of the envelope, and what later versions add. A
  /// batch that is a little too large reaches monitoring, which refuses it by name; only the
  /// gateway could not but end the stream.
  static final int ENVELOPE_BYTES_MAX = 64 * 1024;

  /// The longest message in either direction.
  static final int MESSAGE_BYTES_MAX = BATCH_BYTES_MAX + ENVELOPE_BYTES_MAX;

  /// How long an agent that was told to go may keep its stream before it is reset.
  static final long LINGER_MS = 1_000;

  private static final long HTTP2_NO_ERROR = 0;
  private static final long HTTP2_CANCEL = 8;
  private static final int HTTP_OK = 200;
  private static final int ACK = 2;
  private static final int REFUSAL = 3;

  private static final Logger log = LoggerFactory.getLogger(Relay.class);

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Admission admission;
  private final Upstreams via;
  private final EdgeServices services;
  private final RelaySpans spans;
  private final Relays relays;
  private final Vertx vertx;
  private final Context context;
  private final FrameReader inbound;
  private final List<Envelope> batchesInChunk = new ArrayList<>();
  private final Unacknowledged unacknowledged = new Unacknowledged();
  private @Nullable HttpClientRequest upstream;
  private boolean requestEnded;
  private boolean ended;
  private int acksInChunk;

  Relay(
      HttpServerRequest request,
      Admission admission,
      Upstreams via,
      EdgeServices services,
      RelaySpans spans,
      Relays relays,
      Vertx vertx) {
    this.request = request;
    this.response = request.response();
    this.admission = admission;
    this.via = via;
    this.services = services;
    this.spans = spans;
    this.relays = relays;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.inbound =
        new FrameReader(
            GrpcHeaders.isCompressed(request.headers()),
            method().carriesBatches(),
            MESSAGE_BYTES_MAX,
            this::sawRequest);
  }

  RelayedMethod method() {
    return admission.method();
  }

  Optional<AgentIdentity> agent() {
    return admission.agent();
  }

  Admission admission() {
    return admission;
  }

  /// Tells whether the stream should move to a connection with the gateway's newer certificate.
  boolean mustMove() {
    return via.isRetired() && method().isSession();
  }

  long oldestUnacknowledgedNanos(long now) {
    return unacknowledged.ageNanos(now);
  }

  /// Opens the stream to the service; the agent's messages wait until it is there.
  void open(Future<HttpClientRequest> connecting) {
    request.pause();
    request.exceptionHandler(this::agentGone);
    response.exceptionHandler(this::agentGone);
    response.closeHandler(_ -> agentGone(null));
    relays.opened(this);
    long patience =
        vertx.setTimer(
            Upstreams.OPEN_TIMEOUT_MS,
            _ -> upstreamLost(new TimeoutException("no stream to the service in time")));
    connecting
        .onComplete(_ -> vertx.cancelTimer(patience))
        .onComplete(this::connected, this::upstreamLost);
  }

  /// Ends the stream from any thread: the agent gets the reason, the service a cancellation.
  void cut(Refusal refusal) {
    context.runOnContext(_ -> {
      if (!ended) {
        services.progress().streamCut();
        end(refusal);
      }
    });
  }

  private void connected(HttpClientRequest connected) {
    connected.exceptionHandler(this::upstreamLost);
    if (ended) {
      connected.reset(HTTP2_CANCEL);
      return;
    }
    upstream = connected;
    connected.response().onComplete(this::answered, this::upstreamLost);
    connected.setChunked(true);
    GrpcHeaders.copyRequest(request.headers(), connected.headers());
    agent().ifPresent(agent -> GrpcHeaders.vouch(agent, connected.headers()));
    connected.sendHead();
    request.handler(chunk -> forward(connected, chunk));
    request.endHandler(_ -> forwardEnd(connected));
    connected.drainHandler(_ -> resumeRequest());
    resumeRequest();
  }

  private void resumeRequest() {
    if (!requestEnded && !ended) {
      request.resume();
    }
  }

  private void forward(HttpClientRequest to, Buffer chunk) {
    if (ended) {
      return;
    }
    batchesInChunk.clear();
    try {
      inbound.read(octets(chunk));
    } catch (MalformedFrame e) {
      end(e.refusal());
      return;
    }
    if (batchesInChunk.isEmpty()) {
      to.write(chunk);
    } else {
      forwardBatches(to, chunk);
    }
    if (to.writeQueueFull()) {
      request.pause();
    }
  }

  private void forwardBatches(HttpClientRequest to, Buffer chunk) {
    String agent = agent().map(AgentIdentity::agent).orElse("");
    var begun = new ArrayList<Span>();
    for (Envelope batch : batchesInChunk) {
      Failpoint.at("beforeForward");
      begun.addAll(spans.begin(batch, agent));
      unacknowledged.relayed(services.nanoTime().getAsLong());
      services.progress().batchRelayed(batch.bytes());
    }
    to.write(chunk).onComplete(_ -> begun.forEach(Span::end));
    batchesInChunk.forEach(_ -> Failpoint.at("afterForward"));
  }

  private void forwardEnd(HttpClientRequest to) {
    requestEnded = true;
    if (ended) {
      return;
    }
    try {
      inbound.end();
      to.end();
    } catch (MalformedFrame e) {
      end(e.refusal());
    }
  }

  private void sawRequest(Envelope envelope) {
    if (method().carriesBatches() && envelope.field() == ACK) {
      batchesInChunk.add(envelope);
    }
  }

  private void answered(HttpClientResponse answer) {
    if (ended) {
      return;
    }
    if (answer.statusCode() != HTTP_OK) {
      end(
          Refusal.unavailable(
              "UPSTREAM_FAILED",
              "the service answered HTTP " + answer.statusCode() + "; try again"));
      return;
    }
    GrpcHeaders.copyResponse(answer.headers(), response.headers());
    var outbound =
        new FrameReader(
            GrpcHeaders.isCompressed(answer.headers()), false, MESSAGE_BYTES_MAX, this::sawAnswer);
    answer.exceptionHandler(this::upstreamLost);
    answer.handler(chunk -> back(answer, outbound, chunk));
    answer.endHandler(_ -> backEnd(answer));
    response.drainHandler(_ -> answer.resume());
    if (!answer.headers().contains(GrpcHeaders.STATUS)) {
      response.writeHead();
    }
  }

  private void back(HttpClientResponse from, FrameReader outbound, Buffer chunk) {
    if (ended) {
      return;
    }
    acksInChunk = 0;
    try {
      outbound.read(octets(chunk));
    } catch (MalformedFrame e) {
      log.atError().addKeyValue("agent", agentName()).log("service sent " + e.getMessage());
      end(Refusal.unavailable("UPSTREAM_FAILED", "the service sent a malformed frame"));
      return;
    }
    for (int i = 0; i < acksInChunk; i++) {
      Failpoint.at("beforeAck");
      unacknowledged.acknowledged();
      services.progress().ackRelayed(services.clock().instant());
    }
    response.write(chunk);
    if (response.writeQueueFull()) {
      from.pause();
    }
  }

  private void sawAnswer(Envelope envelope) {
    if (method().carriesBatches() && (envelope.field() == ACK || envelope.field() == REFUSAL)) {
      acksInChunk++;
    }
  }

  private void backEnd(HttpClientResponse from) {
    if (ended) {
      return;
    }
    if (from.headers().contains(GrpcHeaders.STATUS)) {
      finish();
      response.end();
    } else if (from.trailers().contains(GrpcHeaders.STATUS)) {
      finish();
      GrpcHeaders.copyTrailers(from.trailers(), response.trailers());
      response.end();
    } else {
      end(Refusal.unavailable("UPSTREAM_LOST", "the service ended without a status; try again"));
    }
  }

  private void upstreamLost(Throwable e) {
    if (!ended) {
      log.atDebug().addKeyValue("agent", agentName()).setCause(e).log("stream to service lost");
      services.progress().streamCut();
      end(
          Refusal.unavailable(
              "UPSTREAM_LOST", "the service cannot be reached or was lost; connect again"));
    }
  }

  private void agentGone(@Nullable Throwable e) {
    requestEnded = true;
    if (!ended) {
      finish();
    }
  }

  private void end(Refusal refusal) {
    finish();
    GrpcHeaders.end(response, refusal, services.details());
  }

  /// Leaves both sides: nothing is read from the service any more, and what the agent still sends
  /// is thrown away until it hears the end, or for a moment at most.
  private void finish() {
    ended = true;
    relays.closed(this);
    if (upstream != null) {
      upstream.reset(HTTP2_CANCEL);
    }
    if (!requestEnded) {
      request.handler(_ -> {});
      request.resume();
      long timer = vertx.setTimer(LINGER_MS, _ -> response.reset(HTTP2_NO_ERROR));
      response.closeHandler(_ -> vertx.cancelTimer(timer));
    }
  }

  private String agentName() {
    return agent().map(AgentIdentity::agent).orElse("none");
  }

  private static Octets octets(Buffer buffer) {
    return new Octets() {
      @Override
      public int length() {
        return buffer.length();
      }

      @Override
      public byte at(int index) {
        return buffer.getByte(index);
      }
    };
  }
}
