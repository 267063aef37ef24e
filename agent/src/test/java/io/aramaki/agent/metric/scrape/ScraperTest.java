package io.aramaki.agent.metric.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aramaki.agent.metric.SeriesKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScraperTest {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final long NOW = 1_700_000_000_000L;

  private record Sample(String metric, Map<String, String> labels, long timeMs, double value) {}

  private final List<Sample> samples = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile String type = TEXT;
  private volatile String page = "";
  private volatile boolean packed;
  private volatile boolean endless;
  private HttpServer server;
  private Scraper scraper;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/metrics", this::answer);
    server.start();
    scraper = scraper(Duration.ofSeconds(10));
  }

  private Scraper scraper(Duration timeout) {
    URI url = URI.create("http://127.0.0.1:%d/metrics".formatted(server.getAddress().getPort()));
    return new Scraper(
        new ScrapeTarget("node", url, timeout),
        "orgs/a/systems/b",
        this::take,
        Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC),
        System::nanoTime);
  }

  private void take(SeriesKey series, long timeMs, double value) {
    assertThat(series.system()).isEqualTo("orgs/a/systems/b");
    var labels = new HashMap<>(series.labels());
    assertThat(labels.remove("job")).isEqualTo("node");
    assertThat(labels.remove("instance")).isEqualTo("127.0.0.1:" + server.getAddress().getPort());
    samples.add(new Sample(series.metric(), labels, timeMs, value));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var out = new ByteArrayOutputStream();
      try (var body = packed ? new GZIPOutputStream(out) : out) {
        body.write(page.getBytes(UTF_8));
      }
      exchange.getResponseHeaders().add("Content-Type", type);
      if (packed) {
        exchange.getResponseHeaders().add("Content-Encoding", "gzip");
      }
      exchange.sendResponseHeaders(status, endless ? 0 : out.size());
      exchange.getResponseBody().write(out.toByteArray());
      exchange.getResponseBody().flush();
      if (endless) {
        over.await();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  /// Scrapes, and answers the samples of the page by their metric.
  private Map<String, Sample> scrape() {
    samples.clear();
    scraper.scrape();
    var all = new HashMap<String, Sample>();
    samples.forEach(
        sample -> assertThat(all.put(sample.metric() + sample.labels(), sample)).isNull());
    assertThat(value(all.remove("scrape_duration_seconds{}"))).isBetween(0.0, 60.0);
    return all;
  }

  private static double value(@Nullable Sample sample) {
    assertThat(sample).isNotNull();
    return sample.value();
  }

  private static Sample sample(String metric, Map<String, String> labels, double value) {
    return new Sample(metric, labels, NOW, value);
  }

  @Test
  void page_isTakenWithJobAndInstance() {
    page =
        """
        # HELP a_total Things.
        # TYPE a_total counter
        a_total{code="200",empty=""} 7
        a_total{job="own",agent="x",system="y"} 8
        b 0x
        """
            .replace("b 0x\n", "b 1.5 1699999999000\n");

    assertThat(scrape().values())
        .containsExactlyInAnyOrder(
            sample("a_total", Map.of("code", "200"), 7),
            sample(
                "a_total",
                Map.of("exported_job", "own", "exported_agent", "x", "exported_system", "y"),
                8),
            new Sample("b", Map.of(), 1_699_999_999_000L, 1.5),
            sample("up", Map.of(), 1),
            sample("scrape_samples_scraped", Map.of(), 3));
  }

  @Test
  void openMetricsPacked_isTaken() {
    type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    packed = true;
    page = "a_total 3 1699999999.5 # {trace_id=\"q\"} 1\n# EOF\n";

    assertThat(scrape().values())
        .contains(
            new Sample("a_total", Map.of(), 1_699_999_999_500L, 3), sample("up", Map.of(), 1));
  }

  @Test
  void seriesThatIsGone_endsOnce() {
    page = "a 1\nb 2\nc 3 1699999999000\n";
    scrape();
    page = "a 1\n";

    var second = scrape();

    assertThat(second).containsOnlyKeys("a{}", "b{}", "up{}", "scrape_samples_scraped{}");
    assertThat(Double.doubleToRawLongBits(value(second.get("b{}")))).isEqualTo(0x7ff0000000000002L);
    assertThat(scrape()).doesNotContainKey("b{}");
  }

  @Test
  void pageThatIsWrongAnywhere_countsAsNone_andEndsWhatWasThere() {
    page = "a 1\n";
    scrape();
    page = "a 1\nnew 5\nb{ 2\n";

    var second = scrape();

    assertThat(second).containsOnlyKeys("a{}", "up{}", "scrape_samples_scraped{}");
    assertThat(value(second.get("a{}"))).isNaN();
    assertThat(value(second.get("up{}"))).isZero();
    assertThat(value(second.get("scrape_samples_scraped{}"))).isZero();
    page = "a 1\n";
    assertThat(scrape()).containsEntry("a{}", sample("a", Map.of(), 1));
  }

  @Test
  void errorOfTheServer_isDown() {
    status = 500;

    assertThat(scrape()).containsEntry("up{}", sample("up", Map.of(), 0));
  }

  @Test
  void nobodyThere_isDown() {
    server.stop(0);

    assertThat(scrape()).containsEntry("up{}", sample("up", Map.of(), 0));
  }

  @Test
  void pageWithoutEnd_isDownAfterTheTimeout() {
    endless = true;
    page = "a 1\n";
    scraper = scraper(Duration.ofMillis(200));

    assertThat(scrape()).containsOnlyKeys("up{}", "scrape_samples_scraped{}");
  }

  @Test
  void pageWithTooManySamples_isDown() {
    var text = new StringBuilder();
    for (int i = 0; i <= Scraper.SAMPLES_MAX; i++) {
      text.append("a{n=\"").append(i).append("\"} 1\n");
    }
    page = text.toString();

    assertThat(scrape()).containsOnlyKeys("up{}", "scrape_samples_scraped{}");
    page = page.substring(0, page.lastIndexOf("a{"));
    assertThat(value(scrape().get("scrape_samples_scraped{}"))).isEqualTo(Scraper.SAMPLES_MAX);
  }
}
