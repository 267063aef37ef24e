package io.aramaki.kit.http.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The parts of a process that must work for it to be ready. Each is asked when somebody looks, all
/// at the same time; one that fails or does not answer in time is not ready.
public final class Health {
  /// How long a part may take to say how it is.
  static final Duration ANSWER_MAX = Duration.ofSeconds(2);

  private final Map<String, Asked> parts = new ConcurrentSkipListMap<>();

  /// Adds a part.
  ///
  /// @param name what the operator knows it by, `cassandra`
  /// @return this
  public Health add(String name, Supplier<Part> part) {
    if (parts.putIfAbsent(name, new Asked(part)) != null) {
      throw new IllegalArgumentException("part \"" + name + "\" is there already");
    }
    return this;
  }

  /// Asks all parts.
  public SequencedMap<String, Part> parts() {
    var questions = new LinkedHashMap<String, FutureTask<Part>>();
    parts.forEach((name, part) -> questions.put(name, part.ask()));
    long deadline = System.nanoTime() + ANSWER_MAX.toNanos();
    var answers = new LinkedHashMap<String, Part>();
    questions.forEach((name, question) -> answers.put(name, answer(question, deadline)));
    return answers;
  }

  /// Asks one part why it is not ready; empty if it is.
  ///
  /// @throws IllegalArgumentException if there is no such part
  public Optional<String> trouble(String name) {
    var part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("there is no part \"" + name + "\"");
    }
    var answer = answer(part.ask(), System.nanoTime() + ANSWER_MAX.toNanos());
    return answer.ready() ? Optional.empty() : Optional.of(answer.reason());
  }

  private static Part answer(FutureTask<Part> question, long deadline) {
    try {
      return question.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Part.down("does not say how it is within " + ANSWER_MAX.toSeconds() + " s");
    } catch (ExecutionException e) {
      return Part.down("failed: " + e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Part.down("was not asked: interrupted");
    }
  }

  /// One part. While it has not answered it is not asked again, so a part that hangs costs one
  /// thread and not one for each look.
  private static final class Asked {
    private final Supplier<Part> part;
    private @Nullable FutureTask<Part> open;

    Asked(Supplier<Part> part) {
      this.part = part;
    }

    synchronized FutureTask<Part> ask() {
      FutureTask<Part> question = open;
      if (question == null || question.isDone()) {
        question = new FutureTask<>(part::get);
        open = question;
        Thread.startVirtualThread(question);
      }
      return question;
    }
  }
}
