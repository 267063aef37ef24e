package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.alerting.v1.AcknowledgeAlertRequest;
import io.aramaki.gateway.testing.DemoData;
import io.aramaki.gateway.testing.ExamplePaths;
import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.inventory.v1.Run;
import io.aramaki.inventory.v1.RunActionRequest;
import io.aramaki.kit.app.Environment;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the forms of the web UI say to fields that they do not have or that are missing.
final class FormRefusalTest {
  private static final String ACKNOWLEDGE = "io.aramaki.alerting.v1.AlertService/AcknowledgeAlert";
  private static final String RUN = "io.aramaki.inventory.v1.RunService/RunAction";
  private static final List<String> CHANGES =
      List.of(
          ACKNOWLEDGE,
          RUN,
          "io.aramaki.alerting.v1.AlertService/ResolveAlert",
          "io.aramaki.alerting.v1.SuppressionService/CreateSuppression",
          "io.aramaki.monitoring.v1.TimelineService/AddNote",
          "io.aramaki.ticketing.v1.TicketService/CommentTicket",
          "io.aramaki.ticketing.v1.TicketService/RetryTicket",
          "io.aramaki.inventory.v1.RunService/CancelRun",
          "io.aramaki.inventory.v1.LoginService/Login",
          "io.aramaki.inventory.v1.LoginService/Logout");
  private static final List<String> PAGES =
      List.of(
          "/login",
          "/alerts",
          "/systems/web",
          "/actions/restart",
          "/actions/rollback",
          "/actions/restart/runs/7f3c2a10-0000-4000-8000-000000000001");
  private static final Pattern FORM =
      Pattern.compile(
          "<form[^>]*method=\"post\"[^>]*action=\"([^\"]+)\"[^>]*>(.*?)</form>", Pattern.DOTALL);
  private static final Pattern FIELD = Pattern.compile("\\sname=\"([^\"]+)\"");

  @TempDir static Path directory;
  private static GatewayFixture gateway;

  @BeforeAll
  static void open() {
    gateway = new GatewayFixture(directory, Environment.system());
    new DemoData(gateway.orgName(), Instant.now()).into(gateway.script());
    gateway
        .script()
        .answer(
            "io.aramaki.inventory.v1.RunService/GetRun",
            Run.newBuilder()
                .setName(gateway.orgName() + "/actions/restart/runs/r1")
                .setSystem(gateway.orgName() + "/systems/web")
                .setState(Run.State.REQUESTED)
                .build());
  }

  @BeforeEach
  void begin() {
    gateway.script().forgetCalls();
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @Test
  void unknownField_ofAnyForm_isRefusedByItsNameAndNothingIsDone() throws Exception {
    for (String route : forms()) {
      HttpResponse<String> answer = gateway.post(ExamplePaths.of(route), Map.of("zzz", "1"));

      assertThat(answer.statusCode()).as(route).isEqualTo(400);
      assertThat(answer.body()).as(route).contains("zzz: unknown field; ");
    }
    assertThat(changed()).isEmpty();
  }

  @Test
  void misspeltComment_ofAnAcknowledgement_leavesTheAlertAsItIsAndSaysWhatIsValid()
      throws Exception {
    HttpResponse<String> answer =
        gateway.post("/alerts/a1f0/acknowledge", Map.of("commnet", "mine", "etag", "e"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("commnet: unknown field; valid are comment, etag, back");
    assertThat(changed()).isEmpty();
  }

  @Test
  void misspeltField_ofALogin_isRefusedWithoutRepeatingWhatWasTyped() throws Exception {
    HttpResponse<String> answer =
        gateway.post("/login", Map.of("user", "bob", "pasword", "secret-word"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("pasword: unknown field; valid are user, password, next")
        .doesNotContain("secret-word");
    assertThat(changed()).isEmpty();
  }

  @Test
  void field_thatIsThereTwice_isRefused() throws Exception {
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .page("/alerts/a1f0/acknowledge")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("comment=mine&comment=yours")));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("comment: is there 2 times");
    assertThat(changed()).isEmpty();
  }

  @Test
  void field_thatIsNeeded_isMissedByItsName() throws Exception {
    assertMissed("text", "/systems/web/notes", Map.of("request_id", "1"));
    assertMissed("text", "/systems/web/notes", Map.of("text", "  "));
    assertMissed("text", "/tickets/t1/comment", Map.of());
    assertMissed("hours", "/alerts/a1f0/silence", Map.of("reason", "known"));
    assertMissed("reason", "/alerts/a1f0/silence", Map.of("hours", "1"));
    assertThat(changed()).isEmpty();
  }

  @Test
  void field_thatMayBeLeftOut_isLeftOut() throws Exception {
    HttpResponse<String> answer = gateway.post("/alerts/a1f0/acknowledge", Map.of());

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(gateway.script().calls(ACKNOWLEDGE))
        .singleElement()
        .extracting(call -> call.request())
        .isEqualTo(
            AcknowledgeAlertRequest.newBuilder()
                .setName(gateway.orgName() + "/alerts/a1f0")
                .build());
  }

  @Test
  void parameters_ofAnAction_reachItUnderTheirNames() throws Exception {
    HttpResponse<String> answer =
        gateway.post("/actions/restart/run", Map.of("p.unit", "nginx", "p.empty", ""));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(gateway.script().calls(RUN))
        .singleElement()
        .extracting(call -> ((RunActionRequest) call.request()).getParametersMap())
        .isEqualTo(Map.of("unit", "nginx"));
  }

  /// The pages and the lists of fields are apart; here they meet.
  @Test
  void everyForm_thatAPageShows_isUnderstood() throws Exception {
    var shown = new TreeSet<String>();
    for (String page : PAGES) {
      logIn();
      Matcher form = FORM.matcher(gateway.send(gateway.page(page)).body());
      while (form.find()) {
        shown.add(form.group(1));
        logIn();

        HttpResponse<String> answer = gateway.post(form.group(1), filled(form.group(2)));

        assertThat(answer.statusCode())
            .as(form.group() + answer.body())
            .isEqualTo(form.group(1).equals("/login") ? 401 : 303);
      }
    }
    assertThat(forms())
        .allMatch(
            route -> shown.stream().anyMatch(path -> path.matches(pattern(route))),
            "is on one of the pages");
  }

  /// One of the forms is the logout.
  private static void logIn() {
    gateway.people().session(GatewayFixture.SESSION, "alice", "Alice Archer");
  }

  private static void assertMissed(String field, String path, Map<String, String> form)
      throws Exception {
    HttpResponse<String> answer = gateway.post(path, form);

    assertThat(answer.statusCode()).as(path).isEqualTo(400);
    assertThat(answer.body()).contains(field + ": is needed");
  }

  /// Answers the addresses to which the running door takes forms.
  private static List<String> forms() {
    List<String> routes = new ArrayList<>();
    for (String route : gateway.app().routes()) {
      String path = route.substring(route.indexOf('/'));
      boolean form = !path.startsWith("/v1/") && !path.startsWith("/api/v1/");
      if (route.startsWith("POST /") && form) {
        routes.add(path);
      }
    }
    assertThat(routes).contains("/login", "/logout", "/alerts/{alert}/acknowledge");
    return routes;
  }

  private static String pattern(String route) {
    return route.replaceAll("\\{[a-z]+}", "[a-z0-9-]+");
  }

  private static Map<String, String> filled(String form) {
    var fields = new TreeMap<String, String>();
    Matcher field = FIELD.matcher(form);
    while (field.find()) {
      fields.put(field.group(1), "1");
    }
    return fields;
  }

  private static List<String> changed() {
    return CHANGES.stream().filter(rpc -> !gateway.script().calls(rpc).isEmpty()).toList();
  }
}
