package io.aramaki.monitoring.domain.write;

import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.monitoring.domain.MonitoringException.InvalidContent;
import io.aramaki.monitoring.domain.MonitoringException.SampleOutOfTime;
import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.series.SeriesRules;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Samples of one system on their way into the journal, found to be sound.
final class Write {
  /// What a sample may take when it is unpacked: its time and its value.
  private static final int SAMPLE_BYTES = 16;

  /// What a series and a label take beside their texts, at least.
  private static final int SERIES_BYTES = 16;

  private static final int LABEL_BYTES = 4;

  private final BitSet told;
  private final Name[] names;

  /// Where the samples of each series end; they begin where those of the one before do.
  private final int[] ends;

  private final long[] times;
  private final double[] values;
  private final int weight;
  private final long hour;
  private final boolean namesKept;
  private boolean ended;
  private @Nullable RuntimeException failure;

  private Write(
      BitSet told,
      Name[] names,
      int[] ends,
      long[] times,
      double[] values,
      int weight,
      boolean namesKept) {
    this.told = told;
    this.namesKept = namesKept;
    this.names = names;
    this.ends = ends;
    this.times = times;
    this.values = values;
    this.weight = weight;
    this.hour = BatchRules.hourOf(Instant.ofEpochMilli(newest(times, ends)));
  }

  private static long newest(long[] times, int[] ends) {
    long newest = Long.MIN_VALUE;
    for (int i = 0; i < (ends.length == 0 ? 0 : ends[ends.length - 1]); i++) {
      newest = Math.max(newest, times[i]);
    }
    return newest;
  }

  /// What is written.
  ///
  /// @param content of format 2
  /// @param samples how many samples it is said to have
  /// @param series how many series it is said to name
  /// @param inherited how many places of its dictionary it may use
  /// @param places where in it those are that it names
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Asked(byte[] content, long samples, long series, long inherited, List<Integer> places) {}

  /// Checks a content.
  ///
  /// @param system the system of which it may speak
  /// @param known the series that were told before
  /// @throws InvalidContent if it is not what it must be
  /// @throws SampleOutOfTime if a sample is too old or lies too far ahead
  /// @throws io.aramaki.monitoring.domain.MonitoringException.UnknownSeries if it uses a place of
  ///   its dictionary of which nothing is known here
  static Write check(String system, Asked asked, ToldSeries known, Instant now) {
    try {
      var opened = BatchContent.open(asked.content());
      List<SeriesName> own = opened.own();
      checkShape(opened, asked);
      checkNames(system, own);
      var seen =
          new Seen(
              (int) Math.min(asked.samples(), BatchContent.SAMPLES_MAX),
              (int) asked.inherited(),
              now);
      opened.samples((int) asked.inherited(), seen::take);
      seen.end(asked.samples());
      return opened.dictionary() == 0
          ? seen.write(new BitSet(), named(own, seen), false)
          : told(system, opened, asked, known, seen);
    } catch (Malformed e) {
      throw new InvalidContent("content is none of format 2: " + e.getMessage());
    }
  }

  private static void checkShape(BatchContent opened, Asked asked) {
    if (opened.beside().length > 0) {
      throw new InvalidContent("content must have nothing beside its samples");
    }
    int own = opened.own().size();
    if (own != asked.series()) {
      throw new InvalidContent(
          "series_count is %d, but the content names %d".formatted(asked.series(), own));
    }
    boolean told = opened.dictionary() != 0;
    if (!told && (asked.inherited() > 0 || !asked.places().isEmpty())) {
      throw new InvalidContent("without a dictionary, content must name its series itself");
    }
    if (told && asked.places().size() != own) {
      throw new InvalidContent(
          "%d places are given for %d series".formatted(asked.places().size(), own));
    }
    if (asked.inherited() > ToldSeries.PLACES_MAX) {
      throw new InvalidContent(
          "inherited_count is %d, at most %d are taken"
              .formatted(asked.inherited(), ToldSeries.PLACES_MAX));
    }
    var places = new BitSet();
    for (int place : asked.places()) {
      if (place < -1 || place >= ToldSeries.PLACES_MAX) {
        throw new InvalidContent(
            "places are -1 to %d, was %d".formatted(ToldSeries.PLACES_MAX - 1, place));
      }
      if (place >= 0) {
        if (places.get(place)) {
          throw new InvalidContent("place " + place + " is told twice");
        }
        places.set(place);
      }
    }
  }

  private static Write told(
      String system, BatchContent opened, Asked asked, ToldSeries known, Seen seen) {
    long dictionary = opened.dictionary();
    ToldSeries.Told own = known.put(system, dictionary, opened.own(), asked.places());
    int inherited = (int) asked.inherited();
    Name[] names =
        known.names(system, dictionary, seen.numbers, seen.series, inherited, own.names());
    var told = new BitSet();
    for (int i = 0; i < seen.series; i++) {
      int number = seen.numbers[i] - inherited;
      told.set(i, number < 0 || (own.kept() && asked.places().get(number) >= 0));
    }
    return seen.write(told, names, own.kept());
  }

  private static Name[] named(List<SeriesName> own, Seen seen) {
    var names = new Name[seen.series];
    for (int i = 0; i < names.length; i++) {
      names[i] = new Name(own.get(seen.numbers[i]));
    }
    return names;
  }

  private static void checkNames(String system, List<SeriesName> names) {
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
    }
  }

  /// What was seen of the samples.
  private static final class Seen {
    private final int inherited;
    private final long oldest;
    private final long newest;
    private final BitSet those = new BitSet();
    private final long[] times;
    private final double[] values;
    private int[] numbers = new int[16];
    private int[] ends = new int[16];
    private int series;
    private int samples;

    Seen(int announced, int inherited, Instant now) {
      this.inherited = inherited;
      this.times = new long[announced];
      this.values = new double[announced];
      this.oldest = now.minus(BatchRules.RETENTION).toEpochMilli();
      this.newest = now.plus(BatchRules.AHEAD_MAX).toEpochMilli();
    }

    void take(int number, long[] some, double[] its, int from, int count) {
      if (those.get(number)) {
        throw new InvalidContent(place(number) + " has its samples in two blocks");
      }
      those.set(number);
      for (int i = 0; i < count; i++) {
        if (some[i] < oldest || some[i] > newest) {
          throw new SampleOutOfTime(
              "%s has a sample at %d ms; taken are %d to %d, the last 7 d and 1 h ahead"
                  .formatted(place(number), some[i], oldest, newest));
        }
      }
      if (samples + count > times.length) {
        throw new InvalidContent(
            "sample_count is %d, but the content has more".formatted(times.length));
      }
      System.arraycopy(some, 0, times, samples, count);
      System.arraycopy(its, from, values, samples, count);
      samples += count;
      if (series == numbers.length) {
        numbers = Arrays.copyOf(numbers, series * 2);
        ends = Arrays.copyOf(ends, series * 2);
      }
      numbers[series] = number;
      ends[series++] = samples;
    }

    private String place(int number) {
      return number < inherited
          ? "place " + number + " of the dictionary"
          : "series[" + (number - inherited) + "]";
    }

    void end(long announced) {
      if (samples == 0 || samples != announced) {
        throw new InvalidContent(
            "sample_count is %d, but the content has %d; at least one is needed"
                .formatted(announced, samples));
      }
    }

    Write write(BitSet told, Name[] names, boolean kept) {
      int weight = SAMPLE_BYTES * samples;
      for (Name name : names) {
        weight += SERIES_BYTES + LABEL_BYTES * name.labels() + name.length();
      }
      return new Write(told, names, Arrays.copyOf(ends, series), times, values, weight, kept);
    }
  }

  /// How many series it has.
  int series() {
    return names.length;
  }

  Name name(int series) {
    return names[series];
  }

  /// Its series.
  List<SeriesName> names() {
    return Stream.of(names).map(Name::name).toList();
  }

  /// Tells whether what came with places may come by its places from now on.
  boolean namesKept() {
    return namesKept;
  }

  /// Tells whether the name of a series is that of a dictionary: the same object each time.
  boolean isTold(int series) {
    return told.get(series);
  }

  /// The times of all samples, series by series; not to be changed.
  long[] times() {
    return times;
  }

  /// The values, one for each time; not to be changed.
  double[] values() {
    return values;
  }

  /// Where the samples of a series begin.
  int begin(int series) {
    return series == 0 ? 0 : ends[series - 1];
  }

  /// How many samples a series has.
  int samples(int series) {
    return ends[series] - begin(series);
  }

  /// Copies the samples of a series.
  ///
  /// @param at where they go
  void copy(int series, long[] intoTimes, double[] intoValues, int at) {
    System.arraycopy(times, begin(series), intoTimes, at, samples(series));
    System.arraycopy(values, begin(series), intoValues, at, samples(series));
  }

  /// The same without some of its series.
  ///
  /// @param without their places
  Write without(BitSet without) {
    int left = names.length - without.cardinality();
    var itsNames = new Name[left];
    var itsEnds = new int[left];
    var itsTimes = new long[times.length];
    var itsValues = new double[values.length];
    var itsTold = new BitSet();
    int series = 0;
    int size = 0;
    for (int i = without.nextClearBit(0); i < names.length; i = without.nextClearBit(i + 1)) {
      copy(i, itsTimes, itsValues, size);
      size += samples(i);
      itsNames[series] = names[i];
      itsTold.set(series, told.get(i));
      itsEnds[series++] = size;
    }
    return new Write(itsTold, itsNames, itsEnds, itsTimes, itsValues, weight, namesKept);
  }

  /// The hour of the journal into which it belongs: that of its newest sample.
  long hour() {
    return hour;
  }

  int samples() {
    return names.length == 0 ? 0 : ends[names.length - 1];
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
