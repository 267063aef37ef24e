package io.aramaki.gateway.web.ui;

import com.google.gson.JsonPrimitive;
import io.aramaki.gateway.domain.live.LiveUpdates;
import io.aramaki.gateway.domain.live.Update;
import io.aramaki.gateway.domain.page.Viewer;
import io.aramaki.gateway.domain.view.RunView;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.Viewers;
import io.aramaki.gateway.grpc.live.RunFollower;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.web.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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

  /// Streams what changes.
  ///
  /// @param system only what concerns this one; empty for all
  Answer news(Visit visit, String system) {
    return stream(sink -> news(sink, visit, system), visit);
  }

  /// Streams the output of a run.
  Answer run(Visit visit, String action, String run) {
    return stream(sink -> run(sink, visit, action, run), visit);
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
    var viewer = new AtomicReference<>(visit.viewer());
    try (var subscription =
        updates.subscribe(
            each -> (system.isEmpty() || each.equals(system)) && viewer.get().maySee(each))) {
      sink.write("retry: 3000\n: listening\n\n");
      long checked = nanoTime.getAsLong();
      while (true) {
        Optional<Update> update = subscription.next(SIGN_OF_LIFE);
        if (subscription.isDropped()) {
          sink.write(event("reload", ""));
          return;
        }
        if (nanoTime.getAsLong() - checked > RECHECK.toNanos()) {
          checked = nanoTime.getAsLong();
          Optional<Viewer> now = look(visit.who(), viewer.get());
          if (now.isEmpty()) {
            sink.write(event("login", ""));
            return;
          }
          viewer.set(now.get());
        }
        // What has waited is told by the rights of now, not by those of when it came.
        sink.write(
            update
                .filter(news -> viewer.get().maySee(news.system()))
                .map(news -> event("changed", news.system()))
                .orElse(": \n\n"));
      }
    }
  }

  /// Answers who looks, with the rights of now; empty if they may not any more. A service that does
  /// not answer is no reason to end the stream.
  private Optional<Viewer> look(Credential who, Viewer before) throws InterruptedException {
    try {
      return Optional.of(Failure.translating(() -> viewers.of(who)));
    } catch (Failure e) {
      boolean refused = e.error().code() == 401 || e.error().code() == 403;
      return refused ? Optional.empty() : Optional.of(before);
    }
  }

  /// Whoever may not see the run gets the failure itself, not a stream that says so: the service
  /// tells the run's state first, so nothing was written before.
  private void run(Answer.Sink sink, Visit visit, String action, String run)
      throws InterruptedException {
    var listener = new RunEvents(sink);
    try {
      Failure.translating(() -> {
        runs.follow(visit.who(), action, run, listener);
        return listener;
      });
      listener.write(event("end", ""));
    } catch (Failure e) {
      if (!listener.begun) {
        throw e;
      }
      sink.write(event(e.error().code() == 401 ? "login" : "lost", ""));
    }
  }

  /// Writes what is heard of a run as events.
  private static final class RunEvents implements RunFollower.Listener {
    private final Answer.Sink sink;
    private boolean begun;

    RunEvents(Answer.Sink sink) {
      this.sink = sink;
    }

    @Override
    public void state(RunView view) throws InterruptedException {
      write(event("state", view.state()));
    }

    @Override
    public void output(String text) throws InterruptedException {
      write(event("output", new JsonPrimitive(text).toString()));
    }

    @Override
    public void silence() throws InterruptedException {
      write(": \n\n");
    }

    void write(String event) throws InterruptedException {
      if (!begun) {
        begun = true;
        sink.write("retry: 3000\n: listening\n\n");
      }
      sink.write(event);
    }
  }

  /// Writes an event; its data is one line.
  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data.replace('\n', ' ').replace('\r', ' ') + "\n\n";
  }
}
