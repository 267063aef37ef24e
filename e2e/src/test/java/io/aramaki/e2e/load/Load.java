package io.aramaki.e2e.load;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.load.LoadAgents;
import io.aramaki.bench.load.LoadIdentity;
import io.aramaki.bench.load.LoadSettings;
import io.aramaki.bench.load.SeriesSamples;
import io.aramaki.bench.load.SeriesSum;
import io.aramaki.bench.load.SimulatedResult;
import io.aramaki.cli.api.Api;
import io.aramaki.e2e.instance.Instance;
import io.aramaki.e2e.peer.Webhook;
import io.aramaki.kit.app.Environment;
import io.aramaki.type.v1.CheckStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Simulated agents that send samples at a steady rate and hard transitions of their checks, each
/// with its ledger. Batches also carry results of one more check, which never changes: how often it
/// was evaluated is the count of its occurrences.
public final class Load implements AutoCloseable {
  /// How much there is.
  ///
  /// @param agents agents, each with a system of its own
  /// @param series series of each agent
  /// @param checks checks of each agent
  /// @param transitionsPerSecond hard transitions of all agents together
  /// @param countedEvery of so many batches of an agent one carries a counted result
  public record Size(
      int agents, int series, int checks, int transitionsPerSecond, int countedEvery) {
    /// Samples of all agents together.
    public int samplesPerSecond() {
      return agents * series * BATCHES_PER_SECOND;
    }
  }

  /// What a comparison of ledgers and answers found.
  ///
  /// @param sent samples that were sent
  /// @param acknowledged samples that were acknowledged
  /// @param readable samples that the public interface answers
  /// @param series series that differ, in count or content
  public record Samples(long sent, long acknowledged, long readable, List<String> series) {}

  private static final int BATCHES_PER_SECOND = 5;
  private static final String METRIC = "e2e_load";

  /// The part of the time that is read with one request.
  private static final Duration SLICE = Duration.ofSeconds(60);

  /// How long it may take until an agent was shown checks that were just created.
  private static final Duration DEFINED = Duration.ofMinutes(1);

  /// Ends the id of the check whose evaluations are counted.
  private static final String COUNTED = "-counted";

  private record Member(LoadAgent agent, String system, List<String> checks, String counted) {}

  private final Size size;
  private final Instance instance;
  private final Environment environment = Environment.system();
  private final LoadAgents agents = new LoadAgents(environment);
  private final List<Member> members = new ArrayList<>();
  private final Map<String, CheckStatus> statuses = new HashMap<>();
  private final Pages pages;
  private final Instant begin = Instant.now();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean running = true;
  private volatile boolean changing = true;
  private int ticks;
  private long startNanos;
  private long changedNanos = 1;
  private long sentNanos = 1;
  private long newest;
  private @Nullable Thread driver;

  /// Makes systems, agents and checks over the people's door.
  ///
  /// @param name begins the names of its systems and agents
  public Load(Instance instance, Webhook webhook, String name, Size size) throws Exception {
    this.instance = instance;
    this.size = size;
    this.pages = new Pages(webhook);
    var api = instance.api();
    for (int i = 0; i < size.agents(); i++) {
      members.add(member(api, name + "-" + i));
    }
  }

  private Member member(Api api, String id) throws Exception {
    var system = "orgs/-/systems/" + id;
    var create = Api.object().put("system_id", id);
    create.putObject("system").put("display_name", id);
    var name = api.post("/v1/orgs/-/systems", create).path("name").asText();
    var token =
        api.post(
                "/v1/orgs/-/enrolmentTokens",
                Api.object().put("agent_id", id).put("system", system))
            .path("token")
            .asText();
    var checks = new ArrayList<String>();
    for (int i = 0; i < size.checks(); i++) {
      checks.add(check(api, system, "%s-%d".formatted(id, i)));
    }
    var counted = check(api, system, id + COUNTED);
    var identity =
        LoadIdentity.enrol(token, instance.home().resolve("e2e-load").resolve(id), environment);
    return new Member(agents.start(identity, LoadSettings.DEFAULT), name, checks, counted);
  }

  private static String check(Api api, String system, String id) throws IOException {
    var create = Api.object().put("check_id", id);
    var check =
        create
            .putObject("check")
            .put("system", system)
            .put("interval", "3600s")
            .put("max_check_attempts", 1);
    check.putObject("command").putArray("arguments").add("simulated");
    return api.post("/v1/orgs/-/checks", create).path("name").asText();
  }

  /// Begins to send, as soon as each agent was shown its checks.
  public void start() throws InterruptedException {
    for (var member : members) {
      var checks = Stream.concat(member.checks().stream(), Stream.of(member.counted())).toList();
      if (!member.agent().awaitDefined(checks, DEFINED)) {
        throw new AssertionError("%s was not shown its checks".formatted(member.system()));
      }
    }
    startNanos = System.nanoTime();
    driver = Thread.ofVirtual().name("load").start(this::drive);
  }

  private void drive() {
    long next = System.nanoTime();
    try {
      while (running) {
        tick();
        next += Duration.ofSeconds(1).toNanos() / BATCHES_PER_SECOND;
        long wait = next - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(Duration.ofNanos(wait));
        }
      }
    } catch (Exception | AssertionError e) {
      failure.set(e);
    }
  }

  private void tick() throws InterruptedException {
    var results = changing ? results() : Map.<String, List<SimulatedResult>>of();
    // A series has one sample a millisecond, and a driver that was held up catches up in less.
    newest = Math.max(newest + 1, System.currentTimeMillis());
    long now = newest;
    int tick = ticks++;
    for (var member : members) {
      var samples =
          IntStream.range(0, size.series())
              .mapToObj(i ->
                  SeriesSamples.of(
                      new SeriesKey(member.system(), METRIC, Map.of("n", Integer.toString(i)), ""),
                      now,
                      tick + i / 100.0))
              .toList();
      var told = new ArrayList<>(results.getOrDefault(member.system(), List.of()));
      if (tick % size.countedEvery() == 0) {
        told.add(
            new SimulatedResult(
                member.system(),
                member.counted(),
                CheckStatus.OK,
                "batch " + tick,
                Instant.ofEpochMilli(now)));
      }
      var _ = member.agent().offer(samples, told);
    }
  }

  /// The results of this tick: checks that were notified of their last change, changed once more.
  private Map<String, List<SimulatedResult>> results() {
    int wanted =
        (ticks + 1) * size.transitionsPerSecond() / BATCHES_PER_SECOND
            - ticks * size.transitionsPerSecond() / BATCHES_PER_SECOND;
    if (wanted == 0) {
      return Map.of();
    }
    var byId = new HashMap<String, Member>();
    var names = new HashMap<String, String>();
    for (var member : members) {
      for (var check : member.checks()) {
        var id = check.replaceAll(".*/", "");
        byId.put(id, member);
        names.put(id, check);
      }
    }
    var results = new HashMap<String, List<SimulatedResult>>();
    var free = new ArrayList<>(pages.settled(byId.keySet().stream().sorted().toList()));
    java.util.Collections.rotate(free, -(ticks * 7) % Math.max(1, free.size()));
    for (var id : free.subList(0, Math.min(wanted, free.size()))) {
      var after =
          statuses.getOrDefault(id, CheckStatus.OK) == CheckStatus.OK
              ? CheckStatus.CRITICAL
              : CheckStatus.OK;
      statuses.put(id, after);
      pages.sent(id);
      var member = byId.getOrDefault(id, members.getFirst());
      results
          .computeIfAbsent(member.system(), _ -> new ArrayList<>())
          .add(
              new SimulatedResult(
                  member.system(),
                  names.getOrDefault(id, ""),
                  after,
                  "change at tick " + ticks,
                  Instant.now()));
    }
    return results;
  }

  /// Ends the changes of checks, while samples go on.
  public void stopChanging() {
    changing = false;
    changedNanos = System.nanoTime() - startNanos;
  }

  /// Ends all sending and waits until everything is acknowledged.
  public void stop(Duration bound) throws Exception {
    running = false;
    var thread = driver;
    if (thread != null) {
      thread.join();
    }
    sentNanos = System.nanoTime() - startNanos;
    var cause = failure.get();
    if (cause != null) {
      throw new AssertionError("the load ended early", cause);
    }
    for (var member : members) {
      if (!member.agent().awaitAllAcknowledged(bound)) {
        throw new AssertionError(
            "%s has unacknowledged batches: %s"
                .formatted(member.system(), member.agent().figures()));
      }
    }
  }

  /// How much was asked for.
  public Size size() {
    return size;
  }

  /// How many samples were sent in a second, from the start to the stop.
  public double samplesPerSecond() {
    return ticks * (double) size.agents() * size.series() * 1e9 / sentNanos;
  }

  /// How many hard transitions were sent in a second, from the start to their end.
  public double transitionsPerSecond() {
    return pages.count().transitions() * 1e9 / changedNanos;
  }

  /// Results that were sent whose evaluation is counted.
  public long counted() {
    return countedOfOne() * size.agents();
  }

  private long countedOfOne() {
    return Math.ceilDiv(ticks, size.countedEvery());
  }

  /// Agents of whose counted results not each was evaluated exactly once so far.
  public List<String> miscounted() throws IOException {
    var states = instance.checkStates();
    var differing = new ArrayList<String>();
    for (var member : members) {
      long evaluated =
          states
              .getOrDefault(member.counted().replaceAll(".*/", ""), MissingNode.getInstance())
              .path("occurrences")
              .asLong();
      if (evaluated != countedOfOne()) {
        differing.add(
            "%s: sent %d, evaluated %d".formatted(member.system(), countedOfOne(), evaluated));
      }
    }
    return differing;
  }

  /// What was notified.
  public Pages pages() {
    return pages;
  }

  /// Refusals that agents got; there must be none.
  public List<String> refusals() {
    return members.stream()
        .flatMap(member -> member.agent().ledger().refused().stream())
        .map(Object::toString)
        .toList();
  }

  /// Reads every series back and compares it with the ledgers.
  public Samples compare() throws IOException {
    long sent = 0;
    long acknowledged = 0;
    long readable = 0;
    var differing = new ArrayList<String>();
    for (var member : members) {
      var totals = member.agent().ledger().totals();
      sent += totals.sentSamples();
      acknowledged += totals.acknowledgedSamples();
      var read = read(member);
      for (var entry : member.agent().ledger().series().entrySet()) {
        var found = read.getOrDefault(entry.getKey().labels().get("n"), SeriesSum.NONE);
        readable += found.samples();
        if (!found.equals(entry.getValue().sent())
            || !entry.getValue().acknowledged().equals(entry.getValue().sent())) {
          differing.add(
              "%s %s: %s, readable %s"
                  .formatted(member.system(), entry.getKey().labels(), entry.getValue(), found));
        }
        read.remove(entry.getKey().labels().get("n"));
      }
      read.forEach((n, found) -> differing.add(n + " was never sent, readable " + found));
    }
    return new Samples(sent, acknowledged, readable, differing);
  }

  private Map<String, SeriesSum> read(Member member) throws IOException {
    var sums = new HashMap<String, SeriesSum>();
    var end = Instant.now().plusSeconds(1);
    for (var from = begin.minusSeconds(1); from.isBefore(end); from = from.plus(SLICE)) {
      var to = from.plus(SLICE).isBefore(end) ? from.plus(SLICE) : end;
      var answer =
          instance
              .api()
              .get(
                  "/v1/%s/samples".formatted(member.system()),
                  Map.of(
                      "metric", METRIC, "start_time", from.toString(), "end_time", to.toString()));
      for (var series : answer.path("series")) {
        var times = new long[series.path("times_ms").size()];
        var values = new double[times.length];
        for (int i = 0; i < times.length; i++) {
          times[i] = series.path("times_ms").path(i).asLong();
          values[i] = series.path("values").path(i).asDouble();
        }
        sums.merge(
            series.path("labels").path("n").asText(), SeriesSum.of(times, values), SeriesSum::plus);
      }
    }
    return sums;
  }

  @Override
  public void close() {
    running = false;
    agents.close();
  }
}
