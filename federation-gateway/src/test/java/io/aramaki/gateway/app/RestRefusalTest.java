package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.kit.app.Environment;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the people's door says to requests that are wrong: the field, and what would be right.
final class RestRefusalTest {
  private static final String CHECKS = "/v1/orgs/-/checks";

  @TempDir static Path directory;
  private static GatewayFixture gateway;

  @BeforeAll
  static void open() {
    gateway = new GatewayFixture(directory, Environment.system());
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @Test
  void unknownKey_isNamedWithTheNearestOne() throws Exception {
    assertRefused(
        post(CHECKS, "{\"check_id\":\"disk\",\"check\":{\"intervall\":\"60s\"}}"),
        "check.intervall",
        "interval");
  }

  @Test
  void valueOfAWrongType_isNamedWithItsField() throws Exception {
    assertRefused(
        post(CHECKS, "{\"check_id\":\"disk\",\"check\":{\"max_check_attempts\":\"many\"}}"),
        "check.max_check_attempts");
    assertRefused(
        post(CHECKS, "{\"check_id\":\"disk\",\"check\":{\"interval\":60}}"), "check.interval");
    assertRefused(post(CHECKS, "{\"check_id\":[\"disk\"]}"), "check_id");
    assertRefused(post(CHECKS, "{\"check_id\":\"disk\",\"check\":\"df\"}"), "check");
  }

  @Test
  void body_thatIsNoJson_isRefused() throws Exception {
    assertRefused(post(CHECKS, "{\"check_id\": disk"), "JSON");
    assertRefused(post(CHECKS, "[1]"), "object");
  }

  @Test
  void keyThatStandsTwice_isRefused() throws Exception {
    assertRefused(post(CHECKS, "{\"check_id\":\"a\",\"check_id\":\"b\"}"), "check_id");
  }

  @Test
  void unknownQueryParameter_isNamed() throws Exception {
    HttpResponse<String> answer = gateway.send(gateway.asAlice("/v1/orgs/-/systems?pagesize=10"));

    assertRefused(answer, "pagesize", "page_size");
  }

  @Test
  void body_ofAnotherMediaType_isRefused() throws Exception {
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .asAlice(CHECKS)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("application/json");
  }

  @Test
  void body_overTheLimit_isRefusedAndTheNextRequestIsAnswered() throws Exception {
    String large = "{\"check_id\":\"" + "x".repeat(1024 * 1024) + "\"}";

    HttpResponse<String> answer = post(CHECKS, large);
    HttpResponse<String> next = gateway.send(gateway.asAlice("/v1/orgs/-/systems"));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("1048576 bytes");
    assertThat(next.statusCode()).isEqualTo(200);
  }

  @Test
  void body_ofAStranger_isRefusedWhenItIsLongerThanALogin() throws Exception {
    var stranger = gateway.request(CHECKS).header("Content-Type", "application/json");

    HttpResponse<String> large =
        gateway.send(stranger.copy().POST(BodyPublishers.ofString("x".repeat(16 * 1024 + 1))));
    HttpResponse<String> small =
        gateway.send(stranger.copy().POST(BodyPublishers.ofString("x".repeat(16 * 1024))));

    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).contains("16384 bytes");
    assertThat(small.statusCode()).isEqualTo(401);
  }

  @Test
  void unknownRoute_isNotFoundAndSaysWhereTheListIs() throws Exception {
    HttpResponse<String> rest = gateway.send(gateway.asAlice("/v1/orgs/-/sytems"));
    HttpResponse<String> page = gateway.send(gateway.page("/sytems"));

    assertThat(rest.statusCode()).isEqualTo(404);
    assertThat(rest.body()).contains("ROUTE_UNKNOWN", "/api");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
  }

  @Test
  void wrongMethod_isRefusedWithTheRightOnes() throws Exception {
    HttpResponse<String> rest = gateway.send(gateway.asAlice("/v1/orgs/-/systems").DELETE());
    HttpResponse<String> page = gateway.send(gateway.asAlice("/alerts").DELETE());
    HttpResponse<String> logout = gateway.send(gateway.asAlice("/logout"));

    assertThat(rest.statusCode()).isEqualTo(405);
    assertThat(rest.headers().firstValue("allow")).contains("GET, POST");
    assertThat(page.statusCode()).isEqualTo(405);
    assertThat(page.headers().firstValue("allow")).contains("GET");
    assertThat(logout.statusCode()).isEqualTo(405);
    assertThat(logout.headers().firstValue("allow")).contains("POST");
  }

  @Test
  void path_thatTriesToLeave_isNotFound() throws Exception {
    for (String path :
        new String[] {"/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/x", "/systems/..%2fx"}) {
      assertThat(gateway.send(gateway.asAlice(path)).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void login_withUnknownKeys_isRefusedByName() throws Exception {
    HttpResponse<String> answer = login("{\"user\":\"bob\",\"pasword\":\"secret-word\"}");

    assertRefused(answer, "pasword", "password");
    assertThat(answer.body()).doesNotContain("secret-word");
  }

  @Test
  void login_withAValueOfAWrongType_isRefusedByName() throws Exception {
    for (String password : new String[] {"7", "true", "null", "[\"secret-word\"]", "{}"}) {
      HttpResponse<String> answer = login("{\"user\":\"bob\",\"password\":" + password + "}");

      assertRefused(answer, "password: a string is needed");
      assertThat(answer.body()).doesNotContain("secret-word");
    }
  }

  @Test
  void login_withJsonThatOnlySomeReadersTake_isRefused() throws Exception {
    assertRefused(login("{user:'bob',password:'secret-word'}"), "the body is no JSON");
    assertRefused(login("{\"user\":\"bob\",\"user\":\"eve\"}"), "user: the key is there twice");
    assertRefused(login("[\"bob\"]"), "an object with user, password is needed");
  }

  private static HttpResponse<String> login(String body) throws Exception {
    return gateway.send(json(gateway.request("/login"), body));
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return gateway.send(json(gateway.asAlice(path), body));
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request, String body) {
    return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
  }

  private static void assertRefused(HttpResponse<String> answer, String... words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"INVALID_REQUEST\"").contains(words);
  }
}
