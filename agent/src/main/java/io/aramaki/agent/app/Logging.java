package io.aramaki.agent.app;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What the agent's log looks like: a line for each event, as in the services' logs, but by the
/// JDK's own logging. A library for it would be a tenth of the agent's classes.
public final class Logging {
  /// The environment variable with the level, the same as the services'.
  public static final String VARIABLE = "ARAMAKI_LOG_LEVEL";

  private static final String FORMAT_KEY = "java.util.logging.SimpleFormatter.format";
  private static final String FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$-7s %3$s - %5$s%6$s%n";

  private Logging() {}

  /// Takes effect for what is logged from now on. A format that the operator chose stays.
  ///
  /// @param level TRACE, DEBUG, INFO, WARN, ERROR or OFF; anything else is INFO
  public static void begin(@Nullable String level) {
    if (System.getProperty(FORMAT_KEY) == null) {
      System.setProperty(FORMAT_KEY, FORMAT);
    }
    Level wanted = level(level);
    Logger root = Logger.getLogger("");
    root.setLevel(wanted);
    for (Handler handler : root.getHandlers()) {
      handler.setLevel(wanted);
    }
  }

  static Level level(@Nullable String name) {
    return switch (name == null ? "" : name) {
      case "TRACE" -> Level.FINEST;
      case "DEBUG" -> Level.FINE;
      case "WARN" -> Level.WARNING;
      case "ERROR" -> Level.SEVERE;
      case "OFF" -> Level.OFF;
      default -> Level.INFO;
    };
  }
}
