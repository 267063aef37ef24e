package io.aramaki.kit.cassandra.durability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what `strace -f -ttt -T` writes: calls that are cut in two by those of other threads are
/// put together again.
final class StraceLog {
  private static final Pattern LINE =
      Pattern.compile("(\\d+) +(\\d+)\\.(\\d{6}) (.*)", Pattern.DOTALL);
  private static final Pattern RESUMED =
      Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)", Pattern.DOTALL);
  private static final Pattern WHOLE =
      Pattern.compile(
          "(\\w+)\\((.*)\\) += (-?\\d+|0x[0-9a-f]+)[^<]*(?:<(\\d+)\\.(\\d{6})>)?", Pattern.DOTALL);
  private static final String UNFINISHED = " <unfinished ...>";
  private static final long MICROS = 1_000_000;

  private record Begun(String text, long micros) {}

  private final Map<String, Begun> begun = new HashMap<>();
  private final List<SystemCall> calls = new ArrayList<>();

  private StraceLog() {}

  /// Answers the calls that ended, by the time of their start.
  static List<SystemCall> parse(List<String> lines) {
    var log = new StraceLog();
    lines.forEach(log::take);
    log.calls.sort(java.util.Comparator.comparingLong(SystemCall::startMicros));
    return List.copyOf(log.calls);
  }

  private void take(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return;
    }
    String thread = matcher.group(1);
    long micros = Long.parseLong(matcher.group(2)) * MICROS + Long.parseLong(matcher.group(3));
    String rest = matcher.group(4);
    if (rest.endsWith(UNFINISHED)) {
      String text = rest.substring(0, rest.length() - UNFINISHED.length());
      begun.put(thread, new Begun(text, micros));
      return;
    }
    Matcher resumed = RESUMED.matcher(rest);
    if (resumed.matches()) {
      Begun before = begun.remove(thread);
      if (before != null) {
        add(before.text + resumed.group(2), before.micros);
      }
    } else {
      add(rest, micros);
    }
  }

  private void add(String text, long start) {
    Matcher matcher = WHOLE.matcher(text);
    if (matcher.matches()) {
      long took =
          matcher.group(4) == null
              ? 0
              : Long.parseLong(matcher.group(4)) * MICROS + Long.parseLong(matcher.group(5));
      long result = matcher.group(3).startsWith("0x") ? 0 : Long.parseLong(matcher.group(3));
      calls.add(new SystemCall(matcher.group(1), matcher.group(2), start, start + took, result));
    }
  }
}
