package io.aramaki.agent.check.builtin;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.Perfdatum;
import io.aramaki.agent.check.Range;
import io.aramaki.agent.check.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The built-in checks that talk to somebody: `tcp`, `http`, `certificate`. `warn` and `crit` are
/// ranges of the response time in seconds, for `certificate` of the days that are left.
final class NetworkChecks {
  private static final int PORT_MAX = 65_535;
  private static final int HTTPS = 443;
  private static final int BODY_BYTES_MAX = 256 * 1024;
  private static final int CHUNK_BYTES = 8 * 1024;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final Clock clock;
  private final LongSupplier nanoTime;

  NetworkChecks(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /// `host` (default 127.0.0.1), `port`, `warn`, `crit`.
  CheckOutcome tcp(Map<String, String> values, Duration timeout) {
    Arguments arguments = Arguments.of("tcp", values, Set.of("host", "port", "warn", "crit"));
    String host = arguments.text("host").orElse("127.0.0.1");
    int port = arguments.number("port", 1, PORT_MAX, null);
    Optional<Range> warn = arguments.range("warn");
    Optional<Range> crit = arguments.range("crit");
    long start = nanoTime.getAsLong();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), millis(timeout));
      double seconds = secondsSince(start);
      return new Verdict()
          .add(Perfdatum.of("time", seconds, "seconds"), warn, crit)
          .outcome("TCP", format("%.3f s to connect to %s port %d", seconds, host, port));
    } catch (IOException e) {
      return failed("TCP", host + " port " + port, e);
    }
  }

  /// `url`, `expect-status` (default: below 400 is OK, below 500 WARNING, others CRITICAL),
  /// `expect-body` (a part of the body), `warn`, `crit`.
  CheckOutcome http(Map<String, String> values, Duration timeout) {
    Arguments arguments =
        Arguments.of("http", values, Set.of("url", "expect-status", "expect-body", "warn", "crit"));
    URI url = url(arguments.required("url"));
    Optional<Range> warn = arguments.range("warn");
    Optional<Range> crit = arguments.range("crit");
    int expected = arguments.number("expect-status", 100, 599, 0);
    long start = nanoTime.getAsLong();
    @Nullable HttpURLConnection connection = null;
    try {
      connection = connect(url, timeout);
      int status = connection.getResponseCode();
      String body = body(connection, status, start, timeout);
      double seconds = secondsSince(start);
      var verdict = new Verdict();
      verdict.add(Perfdatum.of("time", seconds, "seconds"), warn, crit);
      verdict.raise(ofHttp(status, expected));
      String text =
          format("HTTP %d, %d bytes in %.3f s from %s", status, body.length(), seconds, url);
      Optional<String> part = arguments.text("expect-body");
      if (part.isPresent() && !body.contains(part.get())) {
        verdict.raise(Status.CRITICAL);
        text += ", the body has no \"" + part.get() + "\"";
      }
      return verdict.outcome("HTTP", text);
    } catch (IOException e) {
      return failed("HTTP", url.toString(), e);
    } finally {
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  /// `host`, `port` (default 443), `warn` (default `30:`), `crit` (default `7:`): days that are
  /// left.
  CheckOutcome certificate(Map<String, String> values, Duration timeout) {
    Arguments arguments =
        Arguments.of("certificate", values, Set.of("host", "port", "warn", "crit"));
    String host = arguments.required("host");
    int port = arguments.number("port", 1, PORT_MAX, HTTPS);
    Optional<Range> warn = arguments.range("warn").or(() -> Range.parse("30:"));
    Optional<Range> crit = arguments.range("crit").or(() -> Range.parse("7:"));
    try {
      var shown = ShownCertificate.read(host, port, millis(timeout));
      double days = Duration.between(clock.instant(), shown.expireTime()).toHours() / 24.0;
      return new Verdict()
          .add(Perfdatum.of("days_left", days, "days"), warn, crit)
          .outcome(
              "CERTIFICATE",
              format("%s ends in %.1f days, at %s", shown.subject(), days, shown.expireTime()));
    } catch (IOException e) {
      return failed("CERTIFICATE", host + " port " + port, e);
    }
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (known && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // The message below says it.
    }
    throw new BadArgument("url \"" + text + "\" must be an http or https URL with a host");
  }

  private static HttpURLConnection connect(URI url, Duration timeout) throws IOException {
    URLConnection connection = url.toURL().openConnection();
    if (!(connection instanceof HttpURLConnection http)) {
      throw new IOException("no HTTP connection for " + url);
    }
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    http.setConnectTimeout(millis(timeout));
    http.setReadTimeout(millis(timeout));
    http.setRequestProperty("User-Agent", "aramaki-agent");
    http.setRequestProperty("Connection", "close");
    return http;
  }

  private String body(HttpURLConnection connection, int status, long start, Duration timeout)
      throws IOException {
    @Nullable InputStream in =
        status >= CLIENT_ERROR ? connection.getErrorStream() : connection.getInputStream();
    if (in == null) {
      return "";
    }
    var body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int n = in.read(chunk); n >= 0 && body.size() < BODY_BYTES_MAX; n = in.read(chunk)) {
      body.write(chunk, 0, n);
      if (nanoTime.getAsLong() - start > timeout.toNanos()) {
        throw new IOException("the body did not end within " + timeout.toSeconds() + " s");
      }
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private static Status ofHttp(int status, int expected) {
    if (expected != 0) {
      return status == expected ? Status.OK : Status.CRITICAL;
    }
    return status < CLIENT_ERROR
        ? Status.OK
        : status < SERVER_ERROR ? Status.WARNING : Status.CRITICAL;
  }

  private static CheckOutcome failed(String subject, String where, IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new Verdict().raise(Status.CRITICAL).outcome(subject, where + ": " + reason);
  }

  private double secondsSince(long startNanos) {
    return (nanoTime.getAsLong() - startNanos) / 1e9;
  }

  private static int millis(Duration timeout) {
    return Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
  }

  @FormatMethod
  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
