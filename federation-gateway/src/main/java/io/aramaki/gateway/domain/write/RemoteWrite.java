package io.aramaki.gateway.domain.write;

import io.aramaki.gateway.domain.write.sent.LabelBytes;
import io.aramaki.kit.codec.batch.SeriesName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads remote_write 1.0 (`prometheus.WriteRequest`) and 2.0 (`io.prometheus.write.v2.Request`)
/// straight from the wire.
///
/// What is not kept: exemplars and metadata, which senders know to be done as well as possible, and
/// native histograms, which count as rejected.
public final class RemoteWrite {
  private static final String HISTOGRAM =
      "native histograms are not taken; let the scrape convert them to classic ones";

  private final byte[] message;
  private final WireInput in;
  private final LabelBytes bytes;
  private final Texts texts;
  private final Gathering into;
  private final Labels labels = new Labels();
  private long[] times = new long[16];
  private double[] values = new double[16];
  private int samples;
  private int histograms;

  private RemoteWrite(byte[] message, Gathering into) {
    this.message = message;
    this.in = new WireInput(message);
    this.bytes = new LabelBytes(message);
    this.texts = new Texts(message);
    this.into = into;
  }

  /// Reads a `prometheus.WriteRequest`.
  ///
  /// @throws WriteRefused if it is none, or too much
  public static void read1(byte[] message, Gathering into) {
    var reader = new RemoteWrite(message, into);
    for (int field = reader.in.field(); field != 0; field = reader.in.field()) {
      if (field == 1) {
        reader.series1();
      } else {
        reader.in.skip();
      }
    }
  }

  /// Reads an `io.prometheus.write.v2.Request`.
  ///
  /// @throws WriteRefused if it is none, or too much
  public static void read2(byte[] message, Gathering into) {
    var reader = new RemoteWrite(message, into);
    List<String> symbols = symbols(message, reader.texts);
    for (int field = reader.in.field(); field != 0; field = reader.in.field()) {
      if (field == 5) {
        reader.series2(symbols);
      } else {
        reader.in.skip();
      }
    }
  }

  /// The symbols may stand behind the series that use them.
  private static List<String> symbols(byte[] message, Texts texts) {
    var in = new WireInput(message);
    var symbols = new ArrayList<String>();
    for (int field = in.field(); field != 0; field = in.field()) {
      if (field == 4) {
        symbols.add(texts.read(in));
      } else {
        in.skip();
      }
    }
    if (!symbols.isEmpty() && !symbols.getFirst().isEmpty()) {
      throw WriteRefused.malformed("the first symbol must be empty");
    }
    return symbols;
  }

  private void begin() {
    samples = 0;
    histograms = 0;
  }

  /// Labels stand in front; whose bytes are known need not be read.
  private void series1() {
    begin();
    int outer = in.enter();
    int from = in.place();
    int to = in.passAll(1);
    boolean apart = false;
    for (int field = in.field(); field != 0; field = in.field()) {
      switch (field) {
        case 1 -> {
          apart = true;
          in.skip();
        }
        case 2 -> sample();
        case 4 -> histogram();
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (!apart && samples > 0 && to > from) {
      int number = into.known(bytes.at(from, to));
      if (number >= 0) {
        end(number);
        return;
      }
    }
    labels(new WireInput(message, from, apart ? in.place() : to));
    end(apart ? null : bytes);
  }

  private void labels(WireInput of) {
    for (int field = of.field(); field != 0; field = of.field()) {
      if (field == 1) {
        label(of);
      } else {
        of.skip();
      }
    }
  }

  private void series2(List<String> symbols) {
    begin();
    int outer = in.enter();
    for (int field = in.field(); field != 0; field = in.field()) {
      switch (field) {
        case 1 -> references(symbols);
        case 2 -> sample();
        case 3 -> histogram();
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (!odd.isEmpty()) {
      throw in.wrong("labels_refs must be pairs of a name and a value");
    }
    end(null);
  }

  private void histogram() {
    in.skip();
    histograms++;
  }

  private void label(WireInput of) {
    String name = "";
    String value = "";
    int outer = of.enter();
    for (int field = of.field(); field != 0; field = of.field()) {
      switch (field) {
        case 1 -> name = texts.read(of);
        case 2 -> value = texts.read(of);
        default -> of.skip();
      }
    }
    of.leave(outer);
    labels.add(name, value);
  }

  /// The name of a label whose value is still to come.
  private Optional<String> odd = Optional.empty();

  private void references(List<String> symbols) {
    if (!in.isBytes()) {
      reference(symbols, in.number());
      return;
    }
    int outer = in.enter();
    while (in.hasMore()) {
      reference(symbols, in.varint());
    }
    in.leave(outer);
  }

  private void reference(List<String> symbols, long place) {
    if (place < 0 || place >= symbols.size()) {
      throw in.wrong(
          "symbol %s of %d is used".formatted(Long.toUnsignedString(place), symbols.size()));
    }
    String text = symbols.get((int) place);
    if (odd.isPresent()) {
      labels.add(odd.get(), text);
      odd = Optional.empty();
    } else {
      odd = Optional.of(text);
    }
  }

  private void sample() {
    double value = 0;
    long time = 0;
    int outer = in.enter();
    for (int field = in.field(); field != 0; field = in.field()) {
      switch (field) {
        case 1 -> value = in.fixedDouble();
        case 2 -> time = in.number();
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (samples == times.length) {
      if (samples >= WriteLimits.SAMPLES_MAX) {
        throw WriteRefused.tooLarge(
            "a request has at most %d samples; send less at a time"
                .formatted(WriteLimits.SAMPLES_MAX));
      }
      times = Arrays.copyOf(times, samples * 2);
      values = Arrays.copyOf(values, samples * 2);
    }
    times[samples] = time;
    values[samples++] = value;
  }

  /// @param from with which bytes its labels came; null if they are in no one place
  private void end(@Nullable LabelBytes from) {
    SeriesName name = labels.seal(into.system());
    if (name == null) {
      into.reject((long) samples + histograms, labels.problem());
    } else if (samples > 0) {
      end(into.series(name, from));
    } else if (histograms > 0) {
      into.reject(histograms, HISTOGRAM);
    }
  }

  private void end(int number) {
    if (histograms > 0) {
      into.reject(histograms, HISTOGRAM);
    }
    for (int i = 0; i < samples; i++) {
      into.sample(number, times[i], values[i]);
    }
  }
}
