package io.aramaki.kit.app;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A named place in the code at which a test lets the process die or stop.
///
/// Armed by the system property [#PROPERTY], a list of `name:action@n`: at the n-th time the place
/// is passed, `kill` sends the process SIGKILL, `stop` SIGSTOP (it goes on at SIGCONT), `exit` ends
/// it by `System.exit`. Not armed, [#at] is a read of a constant.
public final class Failpoint {
  /// For example `afterJournalBeforeAck:kill@37,beforeUnlink:stop@1`.
  public static final String PROPERTY = "aramaki.failpoint";

  private static final String FORM = "name:kill@n, name:stop@n or name:exit@n, n from 1";

  enum Action {
    KILL,
    STOP,
    EXIT
  }

  record Armed(Action action, long hit, AtomicLong hits) {}

  /// Apart, so that [#check] can say what is wrong before this constant is made.
  private static final class Arms {
    static final Map<String, Armed> BY_NAME = parse(System.getProperty(PROPERTY, ""));
  }

  private Failpoint() {}

  /// Passes the place; does not return if this is the time to die.
  public static void at(String name) {
    if (Arms.BY_NAME.isEmpty()) {
      return;
    }
    @Nullable Armed armed = Arms.BY_NAME.get(name);
    if (armed != null && armed.hits.incrementAndGet() == armed.hit) {
      // Before the logger could be asked, which may be what is tried.
      System.err.println("failpoint %s: %s".formatted(name, armed.action));
      act(armed.action);
    }
  }

  /// Refuses a property that says nothing useful, before anything has started.
  static void check() {
    parse(System.getProperty(PROPERTY, ""));
  }

  static Map<String, Armed> parse(String property) {
    var armed = new HashMap<String, Armed>();
    for (String text : property.split(",", -1)) {
      if (!text.isBlank()) {
        int colon = text.indexOf(':');
        int at = text.indexOf('@');
        if (colon < 1 || at < colon) {
          throw bad(text);
        }
        Action action = action(text.substring(colon + 1, at), text);
        armed.put(
            text.substring(0, colon).strip(),
            new Armed(action, hit(text.substring(at + 1), text), new AtomicLong()));
      }
    }
    return Map.copyOf(armed);
  }

  private static Action action(String word, String text) {
    for (Action action : Action.values()) {
      if (action.name().toLowerCase(Locale.ROOT).equals(word)) {
        return action;
      }
    }
    throw bad(text);
  }

  private static long hit(String number, String text) {
    try {
      long hit = Long.parseLong(number.strip());
      if (hit >= 1) {
        return hit;
      }
    } catch (NumberFormatException _) {
      // The message below says it.
    }
    throw bad(text);
  }

  private static BadConfiguration bad(String text) {
    return new BadConfiguration("-D" + PROPERTY + ": \"" + text + "\" must have the form " + FORM);
  }

  private static void act(Action action) {
    switch (action) {
      case KILL -> signalMyself("-KILL");
      case STOP -> signalMyself("-STOP");
      case EXIT -> System.exit(App.CRASH);
    }
  }

  /// Sends the signal from outside, like an operator, so that it is the real one.
  private static void signalMyself(String signal) {
    try {
      String pid = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("a failpoint needs the program kill", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
