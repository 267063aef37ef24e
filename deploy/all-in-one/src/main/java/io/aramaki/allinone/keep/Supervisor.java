package io.aramaki.allinone.keep;

import io.aramaki.allinone.home.Home;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the processes of an instance alive while the instance is wanted. It holds no state that
/// matters: killed and started again, it adopts what it finds.
public final class Supervisor {
  /// From one look at whether the instance is still wanted to the next.
  private static final long LOOK_MS = 200;

  /// The length of the logs is looked at every 10 s.
  private static final long CUT_EVERY_LOOKS = 50;

  /// From one try to prepare a stage to the next.
  private static final long PREPARE_AGAIN_MS = 2_000;

  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private final Home home;
  private final List<Keeper> keepers = Collections.synchronizedList(new ArrayList<>());
  private final Map<Keeper, Thread> threads =
      Collections.synchronizedMap(new java.util.LinkedHashMap<>());

  public Supervisor(Home home) {
    this.home = home;
  }

  /// Runs until the instance is not wanted any more.
  ///
  /// @param stages what is started when the stage before is ready; stopped in the opposite order
  /// @return the names of what was ready then
  public List<String> run(List<Stage> stages) throws InterruptedException {
    for (var stage : stages) {
      if (!wanted()) {
        break;
      }
      prepare(stage);
      for (var kept : stage.kept()) {
        var keeper = new Keeper(kept, System::nanoTime, this::writeState);
        keepers.add(keeper);
        threads.put(keeper, Thread.ofVirtual().name("keeper-" + kept.name()).start(keeper));
      }
      awaitReady(stage);
    }
    var logs = new Logs(home.logs(), Logs.BYTES_MAX);
    for (long looks = 0; wanted(); looks++) {
      if (looks % CUT_EVERY_LOOKS == 0) {
        logs.cut();
      }
      Thread.sleep(LOOK_MS);
    }
    log.atInfo().log("not wanted any more");
    var ready =
        reports().stream()
            .filter(report -> report.state() == Keeper.State.READY)
            .map(Keeper.Report::name)
            .toList();
    for (var stage : stages.reversed()) {
      stop(stage);
    }
    return ready;
  }

  /// Prepares a stage, again and again until it succeeds: what it needs may still be starting.
  private void prepare(Stage stage) throws InterruptedException {
    while (wanted()) {
      try {
        stage.before().run();
        return;
      } catch (RuntimeException e) {
        log.atError()
            .addKeyValue("stage", stage.name())
            .setCause(e)
            .log("cannot be prepared; it is tried again");
        Thread.sleep(PREPARE_AGAIN_MS);
      }
    }
  }

  /// Processes that are started together.
  ///
  /// @param before runs once before they are started
  public record Stage(String name, Runnable before, List<Kept> kept) {}

  private void awaitReady(Stage stage) throws InterruptedException {
    while (wanted() && !stage.kept().stream().allMatch(kept -> state(kept) == Keeper.State.READY)) {
      Thread.sleep(LOOK_MS / 4);
    }
  }

  private Keeper.State state(Kept kept) {
    return reports().stream()
        .filter(report -> report.name().equals(kept.name()))
        .map(Keeper.Report::state)
        .findFirst()
        .orElse(Keeper.State.WAITING);
  }

  private void stop(Stage stage) throws InterruptedException {
    var names = stage.kept().stream().map(Kept::name).toList();
    var stopping =
        List.copyOf(keepers).stream()
            .filter(keeper -> names.contains(keeper.report().name()))
            .toList();
    stopping.forEach(Keeper::stop);
    for (var keeper : stopping) {
      var thread = threads.get(keeper);
      if (thread != null) {
        thread.join();
      }
    }
  }

  private boolean wanted() {
    return Files.exists(home.wanted());
  }

  private List<Keeper.Report> reports() {
    return List.copyOf(keepers).stream().map(Keeper::report).toList();
  }

  private synchronized void writeState() {
    var lines = new TreeMap<String, String>();
    lines.put("supervisor.pid", Long.toString(ProcessHandle.current().pid()));
    for (var report : reports()) {
      lines.put(report.name() + ".state", report.state().name());
      lines.put(report.name() + ".pid", Long.toString(report.pid()));
      lines.put(report.name() + ".restarts", Integer.toString(report.restarts()));
      lines.put(report.name() + ".error", report.error().replace('\n', ' '));
    }
    var text = new StringBuilder();
    lines.forEach((key, value) ->
        text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    Home.writePrivate(home.state(), text.toString());
  }
}
