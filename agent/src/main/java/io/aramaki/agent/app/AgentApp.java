package io.aramaki.agent.app;

import io.aramaki.agent.action.Actions;
import io.aramaki.agent.action.RunJournal;
import io.aramaki.agent.check.CheckDefinition;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.Checks;
import io.aramaki.agent.check.ExecutionTrace;
import io.aramaki.agent.check.builtin.BuiltinRunner;
import io.aramaki.agent.check.plugin.PluginRunner;
import io.aramaki.agent.fact.Facts;
import io.aramaki.agent.metric.Host;
import io.aramaki.agent.metric.HostMetrics;
import io.aramaki.agent.metric.PerfdataMetrics;
import io.aramaki.agent.metric.scrape.Scraper;
import io.aramaki.agent.session.Control;
import io.aramaki.agent.session.Enrolment;
import io.aramaki.agent.session.Gateways;
import io.aramaki.agent.session.ObservationBuffer;
import io.aramaki.agent.session.Observations;
import io.aramaki.agent.session.held.Held;
import io.aramaki.agent.session.wire.BatchHeaders;
import io.aramaki.agent.spool.Spool;
import io.aramaki.agent.spool.SpoolSettings;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.disk.FileSpoolDisk;
import io.aramaki.agent.trace.Tracing;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Running;
import io.aramaki.kit.app.Stop;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running agent.
///
/// It checks and spools from its start on, whether or not a gateway answers.
public final class AgentApp implements Running {
  private static final Logger log = LoggerFactory.getLogger(AgentApp.class);
  private static final Duration SPOOL_TICK = Duration.ofMillis(200);
  private static final Duration RESULTS_TICK = Duration.ofSeconds(1);
  private static final Duration LAST_EVENTS = Duration.ofSeconds(1);
  private static final Duration ENDS_TICK = Duration.ofSeconds(5);
  private static final Duration PURGE_TICK = Duration.ofHours(1);

  /// With what `Commands.AGENT` tells it the heap would rather grow to its limit than collect what
  /// became old; a collection takes some 20 ms.
  private static final Duration MEMORY_TICK = Duration.ofMinutes(5);

  private final Closer closer;

  private AgentApp(Closer closer) {
    this.closer = closer;
  }

  /// Starts everything. On failure what was opened is closed.
  ///
  /// @param stop is asked to end the process when its disk cannot be trusted any more
  /// @throws io.aramaki.kit.app.BadConfiguration if the agent is not enrolled
  public static AgentApp start(AgentConfig config, Environment environment, Stop stop)
      throws IOException {
    var closer = new Closer();
    try {
      new Wiring(config, environment, stop, closer).start();
      return new AgentApp(closer);
    } catch (IOException | RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  /// An agent listens nowhere.
  @Override
  public Map<String, String> addresses() {
    return Map.of();
  }

  @Override
  public void close() {
    closer.close();
  }

  /// Makes the parts, in the order in which they need each other.
  private static final class Wiring {
    private final AgentConfig config;
    private final Environment environment;
    private final Stop stop;
    private final Closer closer;
    private final SecureRandom secureRandom = new SecureRandom();
    private final long boot;
    private final Host host = new Host();

    Wiring(AgentConfig config, Environment environment, Stop stop, Closer closer) {
      this.config = config;
      this.environment = environment;
      this.stop = stop;
      this.closer = closer;
      long drawn = secureRandom.nextLong();
      // 0 stands for "no boot" on the wire.
      this.boot = drawn == 0 ? 1 : drawn;
    }

    void start() throws IOException {
      var state = new StateDirectory(config.stateDirectory());
      closer.add("lock", state.lock());
      StateDirectory.Enrolled enrolled = state.enrolled();
      var identity = TlsIdentity.open(state.tls(), environment.clock());
      var keys = KeySetFile.open(state.keySet(), identity.identity().org());
      var tracing =
          closer.add(
              "telemetry",
              Tracing.start(config.telemetry(), identity.identity().name(), environment.random()));

      Spool spool = closer.add("spool", spool(state));
      closer.add("spool tick", Ticker.start("spool", SPOOL_TICK, spool::tick, this::fatal));
      var buffer = new ObservationBuffer(spool, enrolled.system(), environment.clock());
      buffer.begin("agent.started", "agent " + Version.text() + " started");

      var journal = RunJournal.open(state.runs(), environment.clock());
      var checks = closer.add("checks", checks(enrolled.name(), buffer, tracing));
      var actions = closer.add("actions", actions(enrolled.name(), journal, tracing));
      var held = Held.in(state.path(), enrolled.name(), keys, checks::update, actions::define);
      held.checks().load();
      held.actions().load();

      var gateways = closer.add("gateways", gateways(enrolled, identity));
      connect(state, enrolled, spool, buffer, held, actions, journal, gateways);
      collect(enrolled.system(), buffer, spool);
      Thread renewal =
          Thread.ofVirtual()
              .name("renewal")
              .start(new Renewal(identity, new Enrolment(secureRandom), gateways, environment));
      closer.add("renewal", renewal::interrupt);
      closer.add("purge", Ticker.start("purge", PURGE_TICK, journal::purge));
      closer.add("memory", Ticker.start("memory", MEMORY_TICK, System::gc));
      closer.add("ends", Ticker.start("ends", ENDS_TICK, journal::settle));
      closer.add("runs", () -> endRuns(actions, journal));
      closer.add("no more checks", checks);
      log.atInfo().addKeyValue("agent", enrolled.name()).log("agent started");
    }

    private Spool spool(StateDirectory state) throws IOException {
      return Spool.open(
          FileSpoolDisk.open(state.spool()),
          SpoolSettings.of(config.spool().capBytes(), config.spool().reserveBytes()),
          new BatchHeaders(),
          boot,
          environment.clock(),
          environment.nanoTime());
    }

    private Checks checks(String agent, ObservationBuffer buffer, Tracing tracing) {
      var plugins =
          new PluginRunner(
              config.checks().pluginDirectories(),
              texts(config.checks().allowedCommands()),
              environment.nanoTime());
      var builtins = new BuiltinRunner(host, environment.clock(), environment.nanoTime());
      var perfdata = new PerfdataMetrics(buffer);
      return new Checks(
          agent,
          config.checks().concurrent(),
          (check, trace) -> run(check, trace, plugins, builtins),
          tracing,
          result -> {
            perfdata.add(result);
            buffer.result(result);
          },
          environment.clock(),
          environment.nanoTime());
    }

    private static CheckOutcome run(
        CheckDefinition check, ExecutionTrace trace, PluginRunner plugins, BuiltinRunner builtins) {
      return switch (check.kind()) {
        case CheckDefinition.Command command ->
            plugins.run(command, check.timeout(), check.maxOutputBytes(), trace);
        case CheckDefinition.Builtin builtin -> builtins.run(builtin, check.timeout());
      };
    }

    private Actions actions(String agent, RunJournal journal, Tracing tracing) {
      return new Actions(
          agent,
          boot,
          texts(config.actions().allowedCommands()),
          journal,
          tracing,
          environment.nanoTime());
    }

    private Gateways gateways(StateDirectory.Enrolled enrolled, TlsIdentity identity) {
      List<String> addresses =
          config.gateways().isEmpty() ? enrolled.gateways() : config.gateways();
      return new Gateways(addresses, TlsContexts.mutual(identity), environment.random());
    }

    private void connect(
        StateDirectory state,
        StateDirectory.Enrolled enrolled,
        Spool spool,
        ObservationBuffer buffer,
        Held held,
        Actions actions,
        RunJournal journal,
        Gateways gateways) {
      var observations =
          closer.add(
              "observations",
              Observations.start(
                  gateways,
                  spool,
                  buffer,
                  held,
                  state.refused(),
                  Version.text(),
                  config.session().ackTimeout(),
                  environment.clock(),
                  environment.nanoTime(),
                  environment.random()));
      closer.add("goodbye", () -> goodbye(buffer, observations));
      var facts = new Facts(host, Version.text());
      closer.add(
          "control",
          Control.start(
              gateways,
              held,
              actions,
              journal,
              enrolled.system(),
              boot,
              Version.text(),
              facts::collect,
              config.session().ackTimeout(),
              environment.clock(),
              environment.nanoTime(),
              environment.random()));
    }

    private void collect(String system, ObservationBuffer buffer, Spool spool) {
      var metrics = new HostMetrics(host, system, buffer, environment.clock());
      boolean enabled = config.metrics().enabled();
      closer.add(
          "metrics",
          Ticker.start(
              "metrics",
              config.metrics().interval(),
              () -> {
                if (enabled) {
                  metrics.read();
                }
                buffer.flushMetrics();
              }));
      for (AgentConfig.ScrapeSection page : config.scrape()) {
        var scraper =
            new Scraper(page.target(), system, buffer, environment.clock(), environment.nanoTime());
        closer.add(
            "scrape " + page.url(),
            Ticker.start("scrape-" + page.job(), page.interval(), scraper::scrape));
      }
      var alarm = new DiskAlarm(spool, buffer);
      closer.add(
          "results",
          Ticker.start(
              "results",
              RESULTS_TICK,
              () -> {
                alarm.look();
                buffer.flushResults();
              }));
    }

    /// Kills what runs, and gives its end a moment to leave.
    private void endRuns(Actions actions, RunJournal journal) throws InterruptedException {
      actions.close();
      long deadline = environment.nanoTime().getAsLong() + LAST_EVENTS.toNanos();
      while (!journal.openRuns().isEmpty() && environment.nanoTime().getAsLong() - deadline < 0) {
        Thread.sleep(LAST_EVENTS.dividedBy(20));
      }
    }

    /// The last word: silence from here on is no death.
    private void goodbye(ObservationBuffer buffer, Observations observations)
        throws InterruptedException {
      Optional<BatchKey> last =
          buffer.goodbye("stopped by a signal", config.session().expectedAbsence());
      boolean heard =
          last.isPresent() && observations.awaitDone(last.get(), config.session().goodbyeTimeout());
      log.atInfo().addKeyValue("acknowledged", heard).log("goodbye");
    }

    private void fatal(RuntimeException e) {
      log.atError().setCause(e).log("the agent stops: its spool cannot be trusted");
      stop.fail(e);
    }

    private static List<String> texts(List<Path> paths) {
      return paths.stream().map(Path::toString).toList();
    }
  }
}
