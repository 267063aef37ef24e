package io.aramaki.agent.metric.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aramaki.agent.metric.SampleSink;
import io.aramaki.agent.metric.SeriesKey;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scrapes one target as Prometheus does: its samples get the labels `job` and `instance`, a series
/// that is not there any more ends with a staleness marker, and `up`, `scrape_duration_seconds` and
/// `scrape_samples_scraped` tell how it went. A page that is wrong anywhere counts as none.
/// ([scrape](https://prometheus.io/docs/concepts/jobs_instances/),
/// [staleness](https://prometheus.io/docs/prometheus/2.42/querying/basics/#staleness))
public final class Scraper {
  /// The NaN that ends a series for Prometheus.
  static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  /// How many samples a page may have; a page with more counts as none.
  static final int SAMPLES_MAX = 20_000;

  /// How long a page may be, without compression.
  private static final long PAGE_BYTES_MAX = 8L << 20;

  private static final int ERRORS_FROM = 300;
  private static final double NANOS = 1e9;

  /// Labels that are set from outside; a page that has them, too, keeps its own as `exported_…`.
  private static final Set<String> OURS = Set.of("job", "instance", "system", "agent");

  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.7,*/*;q=0.1";

  private static final Logger log = LoggerFactory.getLogger(Scraper.class);

  /// One sample of a page.
  private record Taken(SeriesKey series, long timeMs, double value) {}

  /// A series of the page.
  private static final class Known {
    private final SeriesKey key;
    private long seen;
    private boolean isTimed;
    private boolean isSent;

    Known(SeriesKey key) {
      this.key = key;
    }
  }

  private final ScrapeTarget target;
  private final String system;
  private final SampleSink sink;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Map<String, Known> known = new HashMap<>();
  private long round;
  private boolean isUp = true;

  /// @param system the system that all samples belong to
  public Scraper(
      ScrapeTarget target, String system, SampleSink sink, Clock clock, LongSupplier nanoTime) {
    this.target = target;
    this.system = system;
    this.sink = sink;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /// Scrapes once.
  public void scrape() {
    round++;
    long now = clock.millis();
    long start = nanoTime.getAsLong();
    List<Taken> page = List.of();
    boolean up = false;
    try {
      page = page(now, start);
      up = true;
    } catch (IOException e) {
      say(e);
    }
    isUp = up;
    page.forEach(taken -> sink.sample(taken.series, taken.timeMs, taken.value));
    endMissing(now);
    own("up", now, up ? 1 : 0);
    own("scrape_duration_seconds", now, (nanoTime.getAsLong() - start) / NANOS);
    own("scrape_samples_scraped", now, page.size());
  }

  /// Once for each time that it goes down.
  private void say(IOException e) {
    if (isUp) {
      log.atWarn()
          .addKeyValue("job", target.job())
          .addKeyValue("url", target.url())
          .addKeyValue("error", e.getMessage() == null ? e.toString() : e.getMessage())
          .log("a target cannot be scraped");
    }
  }

  private void own(String metric, long now, double value) {
    var labels = Map.of("job", target.job(), "instance", target.instance());
    sink.sample(new SeriesKey(system, metric, labels, ""), now, value);
  }

  /// Series that were there the last time and are not any more. What brings its own times is not
  /// ended, since its next sample may be older than now.
  private void endMissing(long now) {
    known
        .values()
        .removeIf(series -> {
          boolean missing = series.seen != round;
          if (missing && series.isSent && !series.isTimed) {
            sink.sample(series.key, now, STALE);
          }
          series.isSent = true;
          return missing;
        });
  }

  private List<Taken> page(long now, long start) throws IOException {
    var connection = connect();
    try {
      int status = connection.getResponseCode();
      if (status >= ERRORS_FROM) {
        throw new IOException("the page answers with HTTP status " + status);
      }
      String type = String.valueOf(connection.getContentType()).toLowerCase(Locale.ROOT);
      var exposition = new Exposition(type.startsWith("application/openmetrics-text"));
      var all = new ArrayList<Taken>();
      try (var reader = new BufferedReader(new InputStreamReader(body(connection, start), UTF_8))) {
        for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
          Exposition.@Nullable Line read = exposition.read(line);
          if (read != null) {
            all.add(taken(exposition, read, now));
          }
          if (all.size() > SAMPLES_MAX) {
            throw new IOException("the page has more than " + SAMPLES_MAX + " samples");
          }
        }
      }
      return all;
    } catch (IOException e) {
      // What was read of it does not count: all its series end.
      known.values().forEach(series -> series.seen = 0);
      throw e;
    } finally {
      connection.disconnect();
    }
  }

  private Taken taken(Exposition exposition, Exposition.Line line, long now) throws IOException {
    Known series = known.get(line.series());
    if (series == null) {
      series = new Known(key(exposition.name(line.series())));
      known.put(line.series(), series);
    }
    series.seen = round;
    series.isTimed = line.isTimed();
    return new Taken(series.key, line.isTimed() ? line.timeMs() : now, line.value());
  }

  private SeriesKey key(Exposition.Named named) {
    var labels = new LinkedHashMap<String, String>();
    named
        .labels()
        .forEach((name, value) -> {
          // A label without a value is no label.
          if (!value.isEmpty()) {
            labels.put(OURS.contains(name) ? "exported_" + name : name, value);
          }
        });
    labels.put("job", target.job());
    labels.put("instance", target.instance());
    return new SeriesKey(system, named.metric(), labels, "");
  }

  private HttpURLConnection connect() throws IOException {
    if (!(target.url().toURL().openConnection() instanceof HttpURLConnection http)) {
      throw new IOException("no HTTP connection for " + target.url());
    }
    int millis = Math.clamp(target.timeout().toMillis(), 1, Integer.MAX_VALUE);
    http.setConnectTimeout(millis);
    http.setReadTimeout(millis);
    http.setUseCaches(false);
    http.setInstanceFollowRedirects(false);
    http.setRequestProperty("Accept", ACCEPT);
    http.setRequestProperty("Accept-Encoding", "gzip");
    http.setRequestProperty("User-Agent", "aramaki-agent");
    http.setRequestProperty(
        "X-Prometheus-Scrape-Timeout-Seconds",
        String.format(Locale.ROOT, "%.3f", target.timeout().toMillis() / 1e3));
    return http;
  }

  private InputStream body(HttpURLConnection connection, long start) throws IOException {
    InputStream in = connection.getInputStream();
    boolean packed = "gzip".equalsIgnoreCase(connection.getContentEncoding());
    return new Bounded(packed ? new GZIPInputStream(in) : in, start);
  }

  /// Ends a page that is too long or takes too long.
  private final class Bounded extends FilterInputStream {
    private final long start;
    private long bytes;

    Bounded(InputStream in, long start) {
      super(in);
      this.start = start;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (nanoTime.getAsLong() - start > target.timeout().toNanos()) {
        throw new IOException("the page did not end within " + target.timeout());
      }
      int count = super.read(into, from, length);
      bytes += Math.max(0, count);
      if (bytes > PAGE_BYTES_MAX) {
        throw new IOException("the page is longer than " + PAGE_BYTES_MAX + " bytes");
      }
      return count;
    }
  }
}
