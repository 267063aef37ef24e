package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKind;
import io.aramaki.agent.spool.batch.Draft;
import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.batch.HeaderEncoder;
import io.aramaki.agent.spool.batch.SpooledBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Headers and drafts for tests, as text.
final class Text {
  private Text() {}

  /// `boot seq previousBoot previousSeq samples results|first-last:samples:results,…`.
  static byte[] header(HeaderEncoder.Facts facts) {
    var text = new StringBuilder();
    text.append(facts.key().boot()).append(' ').append(facts.key().seq()).append(' ');
    text.append(facts.previous().boot()).append(' ').append(facts.previous().seq()).append(' ');
    text.append(facts.draft().samples()).append(' ').append(facts.draft().results());
    for (GapRange gap : facts.gaps()) {
      text.append('|').append(gap.boot()).append(',').append(gap.firstSeq()).append(',');
      text.append(gap.lastSeq()).append(',').append(gap.samples()).append(',');
      text.append(gap.results());
    }
    return bytes(text.toString());
  }

  static List<GapRange> gaps(SpooledBatch batch) {
    var gaps = new ArrayList<GapRange>();
    String[] parts = string(batch.header()).split("\\|", -1);
    for (int i = 1; i < parts.length; i++) {
      String[] n = parts[i].split(",", -1);
      gaps.add(
          new GapRange(
              Long.parseLong(n[0]),
              Long.parseLong(n[1]),
              Long.parseLong(n[2]),
              Long.parseLong(n[3]),
              Long.parseLong(n[4])));
    }
    return gaps;
  }

  static long[] numbers(SpooledBatch batch) {
    String[] words = string(batch.header()).split("\\|", -1)[0].split(" ", -1);
    long[] numbers = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Long.parseLong(words[i]);
    }
    return numbers;
  }

  static Draft results(String content, boolean urgent) {
    return new Draft(BatchKind.RESULTS, 1, 0, bytes(content), 0, 1, List.of(), urgent);
  }

  static Draft metrics(String content, int samples) {
    return new Draft(BatchKind.METRICS, 1, 0, bytes(content), samples, 0, List.of(), false);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
