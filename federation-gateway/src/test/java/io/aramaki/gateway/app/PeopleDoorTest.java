package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.kit.testing.MutableClock;
import io.aramaki.type.v1.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets in at the people's door, over real TLS and with real internal tokens.
final class PeopleDoorTest {
  private static final String LOGOUT = "io.aramaki.inventory.v1.LoginService/Logout";
  private static final String CREATE_SYSTEM = "io.aramaki.inventory.v1.SystemService/CreateSystem";
  private static final String SYSTEMS = "/v1/orgs/-/systems";

  @TempDir Path directory;
  private final MutableClock clock = MutableClock.started();
  private GatewayFixture gateway;

  @BeforeEach
  void open() {
    gateway = new GatewayFixture(directory, clock.environment(1));
    gateway.people().password("bob", "correct horse").grant("bob", Role.VIEWER);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void login_withTheRightPassword_setsACookieThatOnlyThisHostGetsOverTls() throws Exception {
    HttpResponse<String> answer = loginJson("bob", "correct horse");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"user\":\"" + gateway.orgName() + "/users/bob\"");
    String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
    assertThat(cookie.split("; "))
        .startsWith("__Host-aramaki=session-1-of-bob")
        .contains("Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=28800")
        .noneMatch(attribute -> attribute.startsWith("Domain"));
    assertThat(answer.body()).doesNotContain("session-1-of-bob");
  }

  @Test
  void cookie_ofALogin_opensPagesUntilLogout() throws Exception {
    String cookie =
        loginJson("bob", "correct horse").headers().firstValue("set-cookie").orElseThrow();
    String session = cookie.substring(0, cookie.indexOf(';'));

    int before = gateway.send(with(SYSTEMS, session)).statusCode();
    HttpResponse<String> logout =
        gateway.send(
            with("/logout", session).header("Origin", gateway.url()).POST(BodyPublishers.noBody()));
    int after = gateway.send(with(SYSTEMS, session)).statusCode();

    assertThat(before).isEqualTo(200);
    assertThat(logout.statusCode()).isEqualTo(200);
    assertThat(logout.headers().firstValue("set-cookie").orElseThrow())
        .startsWith("__Host-aramaki=;")
        .contains("Max-Age=0", "Secure", "HttpOnly", "SameSite=Strict");
    assertThat(gateway.script().calls(LOGOUT)).hasSize(1);
    assertThat(after).isEqualTo(401);
  }

  @Test
  void login_withAWrongPassword_isRefusedWithoutSayingWhatWasWrong() throws Exception {
    HttpResponse<String> wrong = loginJson("bob", "wrong");
    HttpResponse<String> unknown = loginJson("nobody-knows", "wrong");

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().firstValue("set-cookie")).isEmpty();
    assertThat(wrong.body()).contains("LOGIN_REFUSED").doesNotContain("wrong");
    assertThat(unknown.body()).isEqualTo(wrong.body());
  }

  @Test
  void login_withTooManyAttempts_isRefusedBeforeInventoryIsAskedAndSaysWhenToTryAgain()
      throws Exception {
    HttpResponse<String> last = loginJson("bob", "wrong");
    for (int i = 0; i < 8; i++) {
      last = loginJson("bob", "wrong");
    }
    int asked = gateway.script().calls("io.aramaki.inventory.v1.LoginService/Login").size();

    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.body()).contains("TOO_MANY_ATTEMPTS", "try again in");
    assertThat(last.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 31L);
    assertThat(asked).isEqualTo(8);
  }

  @Test
  void login_afterTheWait_isPossibleAgain() throws Exception {
    for (int i = 0; i < 9; i++) {
      loginJson("bob", "wrong");
    }
    clock.advance(Duration.ofSeconds(31));

    assertThat(loginJson("bob", "correct horse").statusCode()).isEqualTo(200);
  }

  @Test
  void login_byTheForm_sendsTheBrowserWhereItWantedToGoAndNowhereElse() throws Exception {
    HttpResponse<String> good = loginForm("correct horse", "/alerts?state=firing");
    HttpResponse<String> elsewhere = loginForm("correct horse", "//evil.example/");

    assertThat(good.statusCode()).isEqualTo(303);
    assertThat(good.headers().firstValue("location")).contains("/alerts?state=firing");
    assertThat(elsewhere.headers().firstValue("location")).contains("/");
  }

  @Test
  void login_fromAnotherSite_isRefused() throws Exception {
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .request("/login")
                .header("Origin", "https://evil.example")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"bob\",\"password\":\"x\"}")));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("FOREIGN_ORIGIN");
  }

  @Test
  void page_withoutASession_leadsABrowserToTheLoginAndBack() throws Exception {
    HttpResponse<String> answer =
        gateway.send(gateway.request("/systems/web?x=1").header("Accept", "text/html"));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("location"))
        .contains("/login?next=%2Fsystems%2Fweb%3Fx%3D1");
  }

  @Test
  void change_withASessionButWithoutAnOrigin_isRefused() throws Exception {
    HttpResponse<String> answer =
        gateway.send(
            with(SYSTEMS, "__Host-aramaki=" + GatewayFixture.SESSION)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"system_id\":\"web\"}")));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("ORIGIN_REQUIRED", gateway.url());
    assertThat(gateway.script().calls(CREATE_SYSTEM)).isEmpty();
  }

  @Test
  void change_withASessionFromAnotherOrigin_isRefused() throws Exception {
    for (String origin :
        new String[] {"https://evil.example", "null", "http://" + gateway.url().substring(8)}) {
      HttpResponse<String> answer =
          gateway.send(
              with(SYSTEMS, "__Host-aramaki=" + GatewayFixture.SESSION)
                  .header("Origin", origin)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"system_id\":\"web\"}")));

      assertThat(answer.statusCode()).as(origin).isEqualTo(403);
      assertThat(answer.body()).contains("FOREIGN_ORIGIN");
    }
    assertThat(gateway.script().calls(CREATE_SYSTEM)).isEmpty();
  }

  @Test
  void logoutFromAnotherSite_leavesTheSessionOpen() throws Exception {
    HttpResponse<String> answer =
        gateway.send(
            with("/logout", "__Host-aramaki=" + GatewayFixture.SESSION)
                .header("Origin", "https://evil.example")
                .POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(gateway.script().calls(LOGOUT)).isEmpty();
  }

  @Test
  void form_withASessionFromAnotherOrigin_isRefused() throws Exception {
    HttpResponse<String> answer =
        gateway.send(
            with("/systems/web/notes", "__Host-aramaki=" + GatewayFixture.SESSION)
                .header("Origin", "https://evil.example")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(GatewayFixture.encode(Map.of("text", "hello")))));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(gateway.script().calls("io.aramaki.monitoring.v1.TimelineService/AddNote"))
        .isEmpty();
  }

  @Test
  void apiToken_ofAnAdministrator_mayChangeWithoutAnOrigin() throws Exception {
    gateway.people().apiToken("token-of-ci", "ci").grant("ci", Role.ADMIN);

    HttpResponse<String> answer =
        gateway.send(
            bearer(SYSTEMS, "token-of-ci")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"system_id\":\"web\"}")));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(gateway.script().calls(CREATE_SYSTEM)).hasSize(1);
  }

  @Test
  void apiToken_thatIsUnknown_isRefused() throws Exception {
    HttpResponse<String> answer = gateway.send(bearer(SYSTEMS, "made-up"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
    assertThat(answer.body()).contains("API_TOKEN_REFUSED");
  }

  @Test
  void apiToken_thatExpires_isRefusedWhenTheInternalTokenOfItEnds() throws Exception {
    gateway.people().apiToken("short", "ci").grant("ci", Role.VIEWER);
    int before = gateway.send(bearer(SYSTEMS, "short")).statusCode();
    gateway.people().expireApiToken("short");
    clock.advance(Duration.ofSeconds(51));

    HttpResponse<String> after = gateway.send(bearer(SYSTEMS, "short"));

    assertThat(before).isEqualTo(200);
    assertThat(after.statusCode()).isEqualTo(401);
    assertThat(after.body()).contains("API_TOKEN_REFUSED", "expired");
  }

  @Test
  void credentials_inAnUnknownScheme_areRefused() throws Exception {
    HttpResponse<String> answer =
        gateway.send(gateway.request(SYSTEMS).header("Authorization", "Basic Ym9iOmhlbGxv"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("UNKNOWN_SCHEME", "Bearer");
  }

  @Test
  void everyAnswer_hasTheHeadersThatKeepABrowserSafe() throws Exception {
    for (String path : new String[] {"/login", "/nowhere", SYSTEMS, "/api"}) {
      var headers = gateway.send(gateway.request(path)).headers();

      assertThat(headers.firstValue("content-security-policy").orElse("")).contains("script-src");
      assertThat(headers.firstValue("strict-transport-security")).isPresent();
      assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
      assertThat(headers.firstValue("x-frame-options")).contains("DENY");
      assertThat(headers.firstValue("cache-control")).contains("no-store");
    }
  }

  private HttpRequest.Builder with(String path, String cookie) {
    return gateway.request(path).header("Cookie", cookie);
  }

  private HttpRequest.Builder bearer(String path, String token) {
    return gateway.request(path).header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> loginJson(String user, String password) throws Exception {
    return gateway.send(
        gateway
            .request("/login")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}")));
  }

  private HttpResponse<String> loginForm(String password, String next) throws Exception {
    return gateway.send(
        gateway
            .request("/login")
            .header("Accept", "text/html")
            .header("Origin", gateway.url())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    GatewayFixture.encode(
                        Map.of("user", "bob", "password", password, "next", next)))));
  }
}
