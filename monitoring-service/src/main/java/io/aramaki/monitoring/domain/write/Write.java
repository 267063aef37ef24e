package io.aramaki.monitoring.domain.write;

import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.monitoring.domain.MonitoringException.InvalidContent;
import io.aramaki.monitoring.domain.MonitoringException.SampleOutOfTime;
import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.series.SeriesRules;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Samples of one system on their way into the journal, found to be sound.
final class Write {
  /// What a sample may take when it is unpacked: its time and its value.
  private static final int SAMPLE_BYTES = 16;

  /// What a series and a label take beside their texts, at least.
  private static final int SERIES_BYTES = 16;

  private static final int LABEL_BYTES = 4;

  private final byte[] content;
  private final int samples;
  private final int weight;
  private boolean ended;
  private @Nullable RuntimeException failure;

  private Write(byte[] content, int samples, int weight) {
    this.content = content;
    this.samples = samples;
    this.weight = weight;
  }

  /// Checks a content.
  ///
  /// @param system the system of which it may speak
  /// @param samples how many samples it is said to have
  /// @param series how many series it is said to name
  /// @throws InvalidContent if it is not what it must be
  /// @throws SampleOutOfTime if a sample is too old or lies too far ahead
  static Write check(String system, byte[] content, long samples, long series, Instant now) {
    try {
      var opened = BatchContent.open(content);
      if (opened.dictionary() != 0 || opened.beside().length > 0) {
        throw new InvalidContent(
            "content must name its series itself and have nothing beside its samples");
      }
      if (opened.own().size() != series) {
        throw new InvalidContent(
            "series_count is %d, but the content names %d".formatted(series, opened.own().size()));
      }
      int names = checkNames(system, opened.own());
      var seen = new Seen(samples, now);
      opened.samples(0, (number, times, _, _, count) -> seen.take(number, times, count));
      seen.end();
      return new Write(content, (int) seen.samples, names + SAMPLE_BYTES * (int) seen.samples);
    } catch (Malformed e) {
      throw new InvalidContent("content is none of format 2: " + e.getMessage());
    }
  }

  /// @return about how much memory the names need
  private static int checkNames(String system, List<SeriesName> names) {
    int bytes = 0;
    for (int i = 0; i < names.size(); i++) {
      SeriesName name = names.get(i);
      if (!name.system().equals(system)) {
        throw new InvalidContent(
            "series[%d] belongs to \"%s\", must belong to parent, \"%s\""
                .formatted(i, name.system(), system));
      }
      int place = i;
      SeriesRules.wrong(name.metric(), name.labels())
          .ifPresent(wrong -> {
            throw new InvalidContent("series[" + place + "]: " + wrong);
          });
      bytes += SERIES_BYTES + name.metric().length();
      for (var label : name.labels().entrySet()) {
        bytes += LABEL_BYTES + label.getKey().length() + label.getValue().length();
      }
    }
    return bytes;
  }

  /// What was seen of the samples.
  private static final class Seen {
    private final long announced;
    private final long oldest;
    private final long newest;
    private final BitSet series = new BitSet();
    private long samples;

    Seen(long announced, Instant now) {
      this.announced = announced;
      this.oldest = now.minus(BatchRules.RETENTION).toEpochMilli();
      this.newest = now.plus(BatchRules.AHEAD_MAX).toEpochMilli();
    }

    void take(int number, long[] times, int count) {
      samples += count;
      if (series.get(number)) {
        throw new InvalidContent("series[" + number + "] has its samples in two blocks");
      }
      series.set(number);
      for (int i = 0; i < count; i++) {
        if (times[i] < oldest || times[i] > newest) {
          throw new SampleOutOfTime(
              "series[%d] has a sample at %d ms; taken are %d to %d, the last 7 d and 1 h ahead"
                  .formatted(number, times[i], oldest, newest));
        }
      }
    }

    void end() {
      if (samples == 0 || samples != announced) {
        throw new InvalidContent(
            "sample_count is %d, but the content has %d; at least one is needed"
                .formatted(announced, samples));
      }
    }
  }

  /// Its series.
  List<SeriesName> names() {
    return BatchContent.open(content).own();
  }

  /// The same without some of its series.
  ///
  /// @param without their numbers
  Write without(BitSet without) {
    int[] left = {0};
    BatchContent.open(content)
        .samples(0, (number, _, _, _, count) -> left[0] += without.get(number) ? 0 : count);
    return new Write(Together.contentOf(this, without), left[0], weight);
  }

  byte[] content() {
    return content;
  }

  int samples() {
    return samples;
  }

  /// About how many bytes it has when it is unpacked.
  int weight() {
    return weight;
  }

  boolean ended() {
    return ended;
  }

  /// Ends it.
  ///
  /// @param why what went wrong; null if it is durable
  void end(@Nullable RuntimeException why) {
    ended = true;
    failure = why;
  }

  void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }
}
