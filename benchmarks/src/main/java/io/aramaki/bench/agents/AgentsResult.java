package io.aramaki.bench.agents;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a run found.
///
/// @param flags the gateway's JVM flags
/// @param others what was set for the JVMs of others
/// @param base at few agents
/// @param full at many
record AgentsResult(
    AgentsOptions options,
    Map<String, String> machine,
    String flags,
    Map<String, List<String>> others,
    Reading base,
    Reading full) {
  private static final double MIB = 1024;

  /// The growth of the gateway's resident memory for each agent that came.
  double rssPerAgentKib() {
    return (full.gateway().rssKib() - base.gateway().rssKib())
        / (double) (full.agents() - base.agents());
  }

  /// True if all sessions were there at both readings, and batches went through in between.
  boolean isValid() {
    return base.isComplete(options.series())
        && full.isComplete(options.series())
        && full.acknowledgedBatches() - base.acknowledgedBatches() >= full.agents();
  }

  /// For scripts.
  String line() {
    return String.format(
        Locale.ROOT,
        "RESULT agents-rss agents=%d per-agent=%.1fKiB",
        full.agents(),
        rssPerAgentKib());
  }

  String markdown() {
    var text = new StringBuilder();
    line(text, "Configuration: %s.", options.text());
    line(text, "The gateway's JVM: `%s`.", flags);
    new TreeMap<>(others)
        .forEach((name, own) -> line(text, "Set for %s: `%s`.", name, String.join(" ", own)));
    text.append('\n');
    machine.forEach((name, value) -> line(text, "- %s: %s", name, value));
    text.append('\n');
    line(text, "| agents | %,d | %,d |", base.agents(), full.agents());
    line(text, "|---|---|---|");
    line(text, "| with a session, as the driver says | %,d | %,d |", base.open(), full.open());
    line(
        text,
        "| established connections, gateway's end / agents' end | %,d / %,d | %,d / %,d |",
        base.connections().accepted(),
        base.connections().made(),
        full.connections().accepted(),
        full.connections().made());
    line(text, "| sessions, as the gateway says | %,d | %,d |", base.sessions(), full.sessions());
    line(
        text,
        "| batches acknowledged so far | %,d | %,d |",
        base.acknowledgedBatches(),
        full.acknowledgedBatches());
    line(text, "| series, as monitoring says | %,d | %,d |", base.series(), full.series());
    line(text, "| sessions opened again | %,d | %,d |", base.lost(), full.lost());
    line(
        text,
        "| gateway, RSS MiB | %.1f | %.1f |",
        base.gateway().rssKib() / MIB,
        full.gateway().rssKib() / MIB);
    line(
        text,
        "| of it anonymous, MiB | %.1f | %.1f |",
        base.gateway().anonymousKib() / MIB,
        full.gateway().anonymousKib() / MIB);
    line(
        text,
        "| its heap after a collection, MiB | %.1f | %.1f |",
        base.heapKib() / MIB,
        full.heapKib() / MIB);
    text.append('\n');
    line(text, "RSS for each agent more: **%.1f KiB**", rssPerAgentKib());
    return text.toString();
  }

  @FormatMethod
  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
