package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.v1.ListLatestSamplesResponse;
import io.aramaki.type.v1.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a system's page of metrics and the REST interface say of a list that is not whole.
final class MetricsPageTest {
  private static final String LIST = "io.aramaki.monitoring.v1.QueryService/ListLatestSamples";
  private static final String NOTE = "an agent or the system reports more series than may be kept";

  @TempDir Path directory;
  private GatewayFixture gateway;
  private String session = "";

  @BeforeEach
  void open() throws Exception {
    gateway = new GatewayFixture(directory, MutableClock.started().environment(1));
    gateway.people().password("bob", "correct horse").grant("bob", Role.VIEWER);
    String cookie =
        gateway
            .send(
                gateway
                    .request("/login")
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"user\":\"bob\",\"password\":\"correct horse\"}")))
            .headers()
            .firstValue("set-cookie")
            .orElseThrow();
    session = cookie.substring(0, cookie.indexOf(';'));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private String read(String path, String type) throws Exception {
    HttpResponse<String> answer =
        gateway.send(gateway.request(path).header("Cookie", session).header("Accept", type));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void wholeList_isJustThat() throws Exception {
    assertThat(read("/systems/web/metrics", "text/html"))
        .contains("No metric was reported.")
        .doesNotContain(NOTE);
  }

  @Test
  void truncatedList_saysSo_toPeopleAndToScripts() throws Exception {
    // Given
    gateway
        .script()
        .answer(LIST, ListLatestSamplesResponse.newBuilder().setTruncated(true).build());

    // When
    String page = read("/systems/web/metrics", "text/html");
    String json = read("/v1/orgs/-/systems/web/latestSamples", "application/json");

    // Then
    assertThat(page).contains(NOTE).doesNotContain("No metric was reported.");
    assertThat(json).contains("\"truncated\":true");
  }
}
