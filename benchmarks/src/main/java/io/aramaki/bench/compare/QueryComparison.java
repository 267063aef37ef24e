package io.aramaki.bench.compare;

import io.aramaki.bench.feed.Verification;
import io.aramaki.bench.peer.Peer;
import io.aramaki.bench.read.Door;
import io.aramaki.bench.read.PromQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How long two questions take: all points of one series, and the ten hosts with the highest
/// average. Answers are compared with what the data says before anything is timed.
final class QueryComparison {
  private static final int FIRST = 50;

  /// A JVM compiles for a minute or more before it is as fast as it is for the rest of the day, so
  /// each server is asked so often, and for so long, before it is called warm.
  private static final int WARM_UPS = 5_000;

  private static final long WARM_UP_SECONDS = 40;
  private static final int SHOWN_EACH = 500;
  private static final int TIMES = 200;

  /// The first server would else be asked by a client that is not compiled yet.
  private static final int CLIENT_WARM_UPS = 100;

  private static final double NANOS_PER_MS = 1e6;

  /// What one server needed for one question, in milliseconds.
  ///
  /// @param first the median of the first [#FIRST] after the cold one
  private record Timing(double cold, double first, double p50, double p99) {}

  private final Stage stage;
  private final Report report;
  private final Questions questions;
  private final Map<String, Map<String, Timing>> timings = new LinkedHashMap<>();

  QueryComparison(Stage stage, Report report) {
    this.stage = stage;
    this.report = report;
    this.questions = new Questions(stage.plan(), Math.toIntExact(stage.options().stepsMax()));
  }

  void run() throws IOException, InterruptedException {
    report.row(
        List.of(
            "server",
            "question",
            "cold ms",
            "next %d, p50 ms".formatted(FIRST),
            "warm p50 ms",
            "warm p99 ms",
            "read back"));
    report.note(
        "Cold: the first after a restart. Warm: %d times after %d and %d s. Peers answer over plain HTTP, we over TLS with a token; each answer is read to its end by the same client."
            .formatted(TIMES, WARM_UPS, WARM_UP_SECONDS));
    questions
        .all()
        .forEach(query -> report.note("%s: `%s`".formatted(query.name(), query.parameters())));
    for (String name : stage.options().peers()) {
      measure(stage.start(name));
      stage.clear();
    }
    Map<String, Timing> ours = timings.get(PeerChoice.OURS);
    if (ours != null) {
      timings.forEach((name, theirs) -> ratios(name, ours, theirs));
    }
  }

  private void ratios(String name, Map<String, Timing> ours, Map<String, Timing> theirs) {
    if (name.equals(PeerChoice.OURS)) {
      return;
    }
    theirs.forEach((question, their) -> {
      Timing our = ours.get(question);
      if (our != null) {
        String measure = "query-" + question;
        report.ratio(new Ratio(measure + "-p50", name, our.p50(), their.p50(), false));
        report.ratio(new Ratio(measure + "-p99", name, our.p99(), their.p99(), false));
        report.ratio(new Ratio(measure + "-first", name, our.first(), their.first(), false));
        report.ratio(new Ratio(measure + "-cold", name, our.cold(), their.cold(), false));
      }
    });
  }

  private void measure(Peer peer) throws IOException, InterruptedException {
    Verification.Outcome outcome = Feeding.everything(stage, peer);
    if (!outcome.isRight()) {
      report.invalid("%s: %s".formatted(peer.name(), outcome.text()));
    }
    var lines = new ArrayList<>(peer.configuration());
    var own = new LinkedHashMap<String, Timing>();
    check(peer, door(peer));
    for (PromQuery query : questions.all()) {
      boolean dropped = peer.restart();
      lines.add(
          "%s, cold: after a restart, page cache %s"
              .formatted(query.name(), dropped ? "dropped" : "**not** dropped (only root may)"));
      Door door = door(peer);
      // Opens the connection, so that no handshake is timed.
      var _ = door.has("/api/v1/status/buildinfo");
      Timing timing = time(door, query);
      own.put(query.name(), timing);
      report.row(
          List.of(
              peer.name(),
              query.name(),
              ms(timing.cold()),
              ms(timing.first()),
              ms(timing.p50()),
              ms(timing.p99()),
              outcome.text()));
      Stage.say("%s: %s: %s", peer.name(), query.name(), timing);
    }
    timings.put(peer.name(), own);
    report.configuration(peer.name(), lines);
  }

  private static Door door(Peer peer) throws IOException {
    return peer.queries()
        .orElseThrow(
            () -> new IOException("%s has no Prometheus API in this build".formatted(peer.name())));
  }

  /// Compares the answers before anything is timed, as often as it takes to compile the client.
  private void check(Peer peer, Door door) throws IOException {
    for (PromQuery query : questions.all()) {
      for (int i = 0; i < CLIENT_WARM_UPS; i++) {
        once(door, query);
      }
      String wrong = questions.compare(query, query.values(door));
      if (!wrong.isEmpty()) {
        report.invalid("%s, %s: %s".formatted(peer.name(), query.name(), wrong));
      }
    }
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static Timing time(Door door, PromQuery query) throws IOException {
    double cold = once(door, query);
    double[] first = times(door, query, FIRST);
    long begin = System.nanoTime();
    for (int asked = FIRST;
        asked < WARM_UPS || seconds(begin) < WARM_UP_SECONDS;
        asked += SHOWN_EACH) {
      double[] some = times(door, query, SHOWN_EACH);
      Stage.say("%s: p50 after %d: %s ms", query.name(), asked, ms(some[SHOWN_EACH / 2]));
    }
    double[] warm = times(door, query, TIMES);
    return new Timing(cold, first[FIRST / 2], warm[TIMES / 2], warm[TIMES * 99 / 100]);
  }

  private static long seconds(long begin) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
  }

  /// How long it took each time, ascending.
  private static double[] times(Door door, PromQuery query, int count) throws IOException {
    var times = new double[count];
    for (int i = 0; i < count; i++) {
      times[i] = once(door, query);
    }
    Arrays.sort(times);
    return times;
  }

  private static double once(Door door, PromQuery query) throws IOException {
    long begin = System.nanoTime();
    int characters = query.ask(door);
    double taken = (System.nanoTime() - begin) / NANOS_PER_MS;
    if (characters == 0) {
      throw new IOException("the answer to %s is empty".formatted(query.name()));
    }
    return taken;
  }
}
