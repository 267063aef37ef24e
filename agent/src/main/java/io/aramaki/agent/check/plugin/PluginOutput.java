package io.aramaki.agent.check.plugin;

import io.aramaki.agent.check.Perfdatum;
import java.util.ArrayList;
import java.util.List;

/// What a plugin printed, split into text for people and perfdata.
///
/// The first line may have perfdata behind a `|`. So may one of the lines after it; all lines
/// behind that one are perfdata, too. A `|` with nothing well-formed behind it is part of the text.
///
/// @param text all lines of text, without perfdata
/// @param perfdata what was measured
record PluginOutput(String text, List<Perfdatum> perfdata) {
  PluginOutput {
    perfdata = List.copyOf(perfdata);
  }

  static PluginOutput parse(String printed) {
    var text = new StringBuilder();
    var items = new ArrayList<Perfdatum>();
    boolean first = true;
    boolean onlyPerfdata = false;
    for (String line : printed.split("\r?\n", -1)) {
      Perfdata whole = onlyPerfdata ? Perfdata.parse(line) : Perfdata.parse("");
      if (onlyPerfdata && (whole.wellFormed() > 0 || line.isBlank())) {
        items.addAll(whole.items());
      } else {
        int bar = perfdataBar(line);
        text.append(first ? "" : "\n")
            .append((bar < 0 ? line : line.substring(0, bar)).stripTrailing());
        if (bar >= 0) {
          items.addAll(Perfdata.parse(line.substring(bar + 1)).items());
          onlyPerfdata = !first;
        }
      }
      first = false;
    }
    return new PluginOutput(text.toString().strip(), items);
  }

  /// The first `|` that has something well-formed behind it; -1 if there is none.
  private static int perfdataBar(String line) {
    for (int bar = line.indexOf('|'); bar >= 0; bar = line.indexOf('|', bar + 1)) {
      Perfdata behind = Perfdata.parse(line.substring(bar + 1));
      if (behind.wellFormed() > 0 && behind.malformed() <= behind.wellFormed()) {
        return bar;
      }
    }
    return -1;
  }
}
