package io.aramaki.monitoring.grpc.query;

import io.aramaki.monitoring.domain.promql.select.Selection;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.query.Neighbour;
import io.aramaki.monitoring.domain.query.SeriesCatalog.Scope;
import io.aramaki.monitoring.domain.query.Visibility;
import io.aramaki.monitoring.grpc.outbound.Peers;
import io.aramaki.monitoring.v1.QueriedSeries;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.SelectSeriesRequest;
import io.aramaki.monitoring.v1.SelectSeriesResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The series of another instance, as it streams them.
final class PeerSeries implements Neighbour {
  /// An instance that says nothing for so long does not answer.
  static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(PeerSeries.class);

  private final Peers.Connected peer;

  private PeerSeries(Peers.Connected peer) {
    this.peer = peer;
  }

  static List<Neighbour> of(List<Peers.Connected> peers) {
    return peers.stream().<Neighbour>map(PeerSeries::new).toList();
  }

  @Override
  public String name() {
    return peer.name();
  }

  @Override
  public Cursor select(Selection selection, Visibility visibility, Duration time) {
    var request =
        SelectSeriesRequest.newBuilder()
            .setWant(SelectSeriesRequest.Want.SAMPLES)
            .setStartMs(selection.start())
            .setEndMs(selection.end())
            .setFunction(selection.hints().overTime())
            .setTimeoutMs(Math.max(1, time.toMillis()));
    Scopes.write(new Scope(List.of(selection.matchers()), visibility), request);
    return new Stream(peer.name(), new Pieces(peer.channel(), request.build(), time));
  }

  /// What an instance streams, piece by piece.
  static final class Pieces implements AutoCloseable {
    private final BlockingClientCall<SelectSeriesRequest, SelectSeriesResponse> call;

    Pieces(Channel channel, SelectSeriesRequest request, Duration time) {
      this.call =
          ClientCalls.blockingV2ServerStreamingCall(
              channel,
              QueryServiceGrpc.getSelectSeriesMethod(),
              CallOptions.DEFAULT.withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS),
              request);
    }

    /// The next piece; empty at the end.
    Optional<SelectSeriesResponse> next() throws Gone {
      try {
        @Nullable SelectSeriesResponse piece =
            call.read(SILENCE_MAX.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.ofNullable(piece);
      } catch (StatusException e) {
        throw QueryErrors.of(e).orElseThrow(() -> new Gone(e));
      } catch (TimeoutException e) {
        throw new Gone(e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw QueryException.canceled();
      }
    }

    @Override
    public void close() {
      call.cancel("nothing more is needed", null);
    }
  }

  /// Puts series together from pieces.
  private static final class Stream implements Cursor {
    private final String instance;
    private final Pieces pieces;
    private SelectSeriesResponse piece = SelectSeriesResponse.getDefaultInstance();
    private int at;

    Stream(String instance, Pieces pieces) {
      this.instance = instance;
      this.pieces = pieces;
    }

    @Override
    public Optional<Series> next() throws Gone {
      try {
        while (at == piece.getSeriesCount()) {
          Optional<SelectSeriesResponse> more = pieces.next();
          if (more.isEmpty()) {
            return Optional.empty();
          }
          take(more.get());
        }
        var parts = new ArrayList<QueriedSeries>();
        parts.add(piece.getSeries(at++));
        while (at == piece.getSeriesCount() && piece.getGoesOn()) {
          take(pieces.next().orElseThrow(() -> new Gone(new IllegalStateException("cut off"))));
          parts.add(piece.getSeries(at++));
        }
        return Optional.of(whole(parts));
      } catch (Gone e) {
        log.atWarn()
            .addKeyValue("instance", instance)
            .setCause(e.getCause())
            .log("an instance does not answer");
        throw e;
      }
    }

    private void take(SelectSeriesResponse next) {
      piece = next;
      at = 0;
    }

    private static Series whole(List<QueriedSeries> parts) {
      int size = parts.stream().mapToInt(QueriedSeries::getValuesCount).sum();
      var times = new long[size];
      var values = new double[size];
      int to = 0;
      for (QueriedSeries part : parts) {
        for (int i = 0; i < part.getValuesCount(); i++) {
          times[to] = Results.timeMs(part, i);
          values[to++] = part.getValues(i);
        }
      }
      return new Series(Labels.of(parts.getFirst().getLabelsMap()), times, values, size);
    }

    @Override
    public void close() {
      pieces.close();
    }
  }
}
