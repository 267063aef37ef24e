package io.aramaki.bench.machine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server that was started for a run, with its output in a file.
public final class ServerProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Duration ASK_MAX = Duration.ofSeconds(2);
  private static final int POLL_MS = 50;
  private static final int STOP_SECONDS_MAX = 120;
  private static final int LOG_TAIL = 2_000;
  private static final int STATUS_ERROR = 300;

  private final String name;
  private final Process process;
  private final Path log;

  private ServerProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /// Starts it and waits until a page answers.
  ///
  /// @param directory where it runs and its log lies
  /// @param ready a page that answers with success once the server can be used
  /// @throws IOException if it ends before, or takes too long; with the end of its log
  public static ServerProcess start(String name, List<String> command, Path directory, URI ready)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path log = directory.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var server = new ServerProcess(name, process, log);
    try {
      server.awaitReady(ready);
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void awaitReady(URI ready) throws IOException, InterruptedException {
    long end = System.nanoTime() + START_MAX.toNanos();
    try (var http = HttpClient.newBuilder().connectTimeout(ASK_MAX).build()) {
      var request = HttpRequest.newBuilder(ready).timeout(ASK_MAX).build();
      while (!answers(http, request)) {
        if (!process.isAlive()) {
          throw new IOException(
              "%s ended with code %d before it was ready: %s"
                  .formatted(name, process.exitValue(), tail()));
        }
        if (System.nanoTime() > end) {
          throw new IOException(
              "%s was not ready within %d s: %s".formatted(name, START_MAX.toSeconds(), tail()));
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    }
  }

  private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < STATUS_ERROR;
    } catch (IOException _) {
      return false;
    }
  }

  private String tail() throws IOException {
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    return text.substring(Math.max(0, text.length() - LOG_TAIL)).strip();
  }

  public long pid() {
    return process.pid();
  }

  /// Asks it to end, and kills it if it does not.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
