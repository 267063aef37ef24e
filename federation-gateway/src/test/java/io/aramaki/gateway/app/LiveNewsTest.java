package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.WatchEventsResponse;
import io.aramaki.type.v1.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an open page is told while the rights of who looks at it change.
@Timeout(60)
final class LiveNewsTest {
  private static final String WATCH = "io.aramaki.monitoring.v1.TimelineService/WatchEvents";
  private static final Duration AFTER_THE_RECHECK = Duration.ofSeconds(31);

  @TempDir Path directory;

  @Test
  void role_thatIsTakenAway_endsTheNewsOfItsSystemInAnOpenStream() throws Exception {
    var clock = MutableClock.started();
    BlockingQueue<WatchEventsResponse> events = new LinkedBlockingQueue<>(10);
    try (var gateway = new GatewayFixture(directory, clock.environment(1))) {
      gateway.people().session("bobs", "bob", "Bob").grant("bob", Role.VIEWER);
      gateway.script().stream(
          WATCH,
          (_, out) -> {
            while (!out.isCancelled()) {
              out.send(events.take());
            }
          });
      gateway.ownAllAgents();
      var live =
          gateway
              .http()
              .send(
                  gateway.request("/live").header("Cookie", "__Host-aramaki=bobs").build(),
                  BodyHandlers.ofInputStream());
      try (var lines =
          new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
        assertThat(find(lines, ": ")).isEqualTo(": listening");
        events.put(about(gateway, "db"));
        assertThat(find(lines, "data: ")).endsWith("/systems/db");

        // When
        gateway.people().grant("bob", Role.VIEWER, "web");
        clock.advance(AFTER_THE_RECHECK);
        events.put(about(gateway, "db"));
        events.put(about(gateway, "web"));

        // Then
        assertThat(find(lines, "data: ")).endsWith("/systems/web");
      }
    }
  }

  private static WatchEventsResponse about(GatewayFixture gateway, String system) {
    return WatchEventsResponse.newBuilder()
        .addEvents(
            TimelineEvent.newBuilder()
                .setSystem(gateway.orgName() + "/systems/" + system)
                .setKind(TimelineEvent.Kind.NOTE))
        .build();
  }

  /// Answers the next line that begins so.
  private static String find(BufferedReader lines, String begin) throws IOException {
    @Nullable String line = lines.readLine();
    while (line != null && !line.startsWith(begin)) {
      line = lines.readLine();
    }
    return String.valueOf(line);
  }
}
