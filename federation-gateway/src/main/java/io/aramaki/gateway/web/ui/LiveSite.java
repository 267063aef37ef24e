package io.aramaki.gateway.web.ui;

import com.google.gson.JsonPrimitive;
import io.aramaki.gateway.domain.live.LiveUpdates;
import io.aramaki.gateway.domain.live.Update;
import io.aramaki.gateway.domain.page.Viewer;
import io.aramaki.gateway.domain.view.RunView;
import io.aramaki.gateway.grpc.page.RunFollower;
import io.aramaki.gateway.grpc.page.Viewers;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.LiveLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Live updates by server-sent events: what changed, for a page to read itself anew; and the output
/// of a run.
///
/// Events: `changed` (data: the system), `reload` (updates were lost), `output` (data: text as
/// JSON), `state` (data: the run's state), `login` (the session has ended), `end`.
public final class LiveSite {
  /// A sign of life, so that nobody between us and the browser thinks that the stream is dead.
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  /// How often it is checked that the person may still look.
  private static final Duration RECHECK = Duration.ofSeconds(30);

  private final LiveUpdates updates;
  private final RunFollower runs;
  private final Viewers viewers;
  private final LiveLimits limits;
  private final LongSupplier nanoTime;

  public LiveSite(
      LiveUpdates updates,
      RunFollower runs,
      Viewers viewers,
      LiveLimits limits,
      LongSupplier nanoTime) {
    this.updates = updates;
    this.runs = runs;
    this.viewers = viewers;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /// Answers a stream, if the path is that of one.
  Optional<Answer> answer(Ask ask, List<String> path, Visit visit) {
    if (path.equals(List.of("live"))) {
      String system = ask.parameter("system");
      return Optional.of(stream(sink -> news(sink, visit, system), visit));
    }
    boolean run =
        path.size() == 5
            && path.getFirst().equals("actions")
            && path.get(2).equals("runs")
            && path.getLast().equals("live");
    return run
        ? Optional.of(stream(sink -> run(sink, visit, path.get(1), path.get(3)), visit))
        : Optional.empty();
  }

  private Answer stream(Answer.Producer producer, Visit visit) {
    return new Answer.Streamed(
        200,
        Map.of("content-type", "text/event-stream; charset=utf-8"),
        sink -> {
          try (var _ = limits.enter(visit.viewer().user())) {
            producer.produce(sink);
          }
        });
  }

  private void news(Answer.Sink sink, Visit visit, String system) throws InterruptedException {
    Viewer viewer = visit.viewer();
    try (var subscription =
        updates.subscribe(
            each -> (system.isEmpty() || each.equals(system)) && viewer.maySee(each))) {
      sink.write("retry: 3000\n: listening\n\n");
      long checked = nanoTime.getAsLong();
      while (true) {
        Optional<Update> update = subscription.next(SIGN_OF_LIFE);
        if (subscription.isDropped()) {
          sink.write(event("reload", ""));
          return;
        }
        sink.write(update.map(news -> event("changed", news.system())).orElse(": \n\n"));
        if (nanoTime.getAsLong() - checked > RECHECK.toNanos()) {
          checked = nanoTime.getAsLong();
          if (!isStillWelcome(visit)) {
            sink.write(event("login", ""));
            return;
          }
        }
      }
    }
  }

  /// A service that does not answer is no reason to end the stream.
  private boolean isStillWelcome(Visit visit) throws InterruptedException {
    try {
      Failure.translating(() -> viewers.of(visit.who()));
      return true;
    } catch (Failure e) {
      return e.error().code() != 401 && e.error().code() != 403;
    }
  }

  private void run(Answer.Sink sink, Visit visit, String action, String run)
      throws InterruptedException {
    sink.write("retry: 3000\n: listening\n\n");
    var listener =
        new RunFollower.Listener() {
          @Override
          public void state(RunView view) throws InterruptedException {
            sink.write(event("state", view.state()));
          }

          @Override
          public void output(String text) throws InterruptedException {
            sink.write(event("output", new JsonPrimitive(text).toString()));
          }
        };
    try {
      Failure.translating(() -> {
        runs.follow(visit.who(), action, run, listener);
        return listener;
      });
      sink.write(event("end", ""));
    } catch (Failure e) {
      sink.write(event(e.error().code() == 401 ? "login" : "lost", ""));
    }
  }

  /// Writes an event; its data is one line.
  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data.replace('\n', ' ').replace('\r', ' ') + "\n\n";
  }
}
