package io.aramaki.gateway.grpc.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.aramaki.alerting.v1.AcknowledgeAlertRequest;
import io.aramaki.alerting.v1.Alert;
import io.aramaki.alerting.v1.CreateSuppressionRequest;
import io.aramaki.alerting.v1.ListAlertsRequest;
import io.aramaki.gateway.grpc.call.Backend;
import io.aramaki.gateway.grpc.route.BadInput;
import io.aramaki.gateway.grpc.route.Route;
import io.aramaki.gateway.grpc.route.Routes;
import io.aramaki.gateway.testing.ExamplePaths;
import io.aramaki.inventory.v1.CreateSystemRequest;
import io.aramaki.inventory.v1.DeleteSystemRequest;
import io.aramaki.inventory.v1.RunActionRequest;
import io.aramaki.monitoring.v1.CreateCheckRequest;
import io.aramaki.monitoring.v1.ReadSamplesRequest;
import io.aramaki.monitoring.v1.UpdateCheckRequest;
import io.aramaki.type.v1.Matcher;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestReaderTest {
  private static final String ORG = "orgs/ar1abc";
  private final Routes routes = Routes.of(Backend.allServices());
  private final RequestReader reader = new RequestReader(ORG);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // unknown keys name the nearest valid one
        "{\"sistem\":{}}|sistem: unknown key; did you mean system?",
        "{\"system\":{\"displayname\":\"x\"}}|system.displayname: unknown key; did you mean"
            + " display_name?",
        // wrong types name the field
        "{\"system\":{\"display_name\":7}}|system.display_name: a string is needed, not the number"
            + " 7",
        "{\"system\":{\"labels\":[]}}|system.labels: an object is needed, not an array",
        "{\"system\":{\"labels\":{\"a\":1}}}|system.labels.a: a string is needed, not the number 1",
        "{\"system\":{\"subsystems\":\"x\"}}|system.subsystems: an array is needed, not the string",
        "{\"system\":{\"subsystems\":[true]}}|system.subsystems[0]: a string is needed, not true",
        "{\"system\":\"web\"}|system: an object is needed, not the string",
        "{\"system\":{\"create_time\":\"yesterday\"}}|system.create_time: \"yesterday\" is no time",
        "{\"system\":{\"create_time\":5}}|system.create_time: time like",
        // what is no JSON
        "[]|an object is needed, not an array",
        "{'system':{}}|no JSON",
        "{\"system\":{},}|no JSON",
        "{\"system\":{}} {}|no JSON: at line 1 column 16",
        "{\"system_id\":\"a\",\"system_id\":\"b\"}|system_id: the key is there twice",
        "nonsense|no JSON",
        "{\"system\":|it ends too early",
      })
  void body_thatIsWrong_isRefusedWithWhatAndWhere(String body, String message) {
    assertThatThrownBy(() -> read("POST", "/v1/orgs/-/systems", Map.of(), body))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "page_sise|5|page_sise: unknown parameter; did you mean page_size?",
        "page_size|many|page_size: \"many\" is no whole number",
        "page_size|1.5|page_size: \"1.5\" is no whole number",
        "page_size|2147483648|page_size: 2147483648 is not between",
        "page_size|1e999999999|page_size: 1e999999999 is not between",
        "state|FIRE|state: \"FIRE\" is no State; did you mean FIRING?",
        "parent|orgs/-|parent: is given by the path",
        "system.x|y|system.x: system has no fields: it is a string",
      })
  void query_thatIsWrong_isRefusedWithWhatAndWhere(String name, String value, String message) {
    assertThatThrownBy(() -> read("GET", "/v1/orgs/-/alerts", Map.of(name, List.of(value)), ""))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(message);
  }

  @Test
  void query_withASingleFieldTwice_isRefused() {
    assertThatThrownBy(() ->
            read("GET", "/v1/orgs/-/alerts", Map.of("state", List.of("FIRING", "FIRING")), ""))
        .hasMessageContaining("state: is given 2 times");
  }

  @Test
  void query_besideABody_isRefused() {
    assertThatThrownBy(
            () -> read("POST", "/v1/orgs/-/systems", Map.of("system_id", List.of("web")), "{}"))
        .hasMessageContaining("in the body, not in the query");
  }

  @Test
  void body_ofAGet_isRefused() {
    assertThatThrownBy(() -> read("GET", "/v1/orgs/-/systems", Map.of(), "{\"page_size\":1}"))
        .hasMessageContaining("takes no body");
  }

  @Test
  void body_thatContradictsThePath_isRefused() {
    assertThatThrownBy(() ->
            read(
                "PATCH",
                "/v1/orgs/-/checks/http",
                Map.of(),
                "{\"check\":{\"name\":\"orgs/-/checks/other\"}}"))
        .hasMessageContaining("check.name")
        .hasMessageContaining("in the path");
  }

  @Test
  void body_withTwoFieldsOfOneChoice_isRefused() {
    assertThatThrownBy(() ->
            read(
                "POST",
                "/v1/orgs/-/suppressions",
                Map.of(),
                "{\"suppression\":{\"ttl\":\"60s\",\"expire_time\":\"2026-11-21T00:00:00Z\"}}"))
        .hasMessageContaining("suppression.expire_time: only one of ttl and expire_time");
  }

  @Test
  void body_nestedWithoutEnd_isRefused() {
    assertThatThrownBy(
            () -> read("POST", "/v1/orgs/-/systems", Map.of(), "{\"a\":".repeat(100_000)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("nested deeper");
  }

  @Test
  void number_ofManyDigits_isRefusedWithoutReadingIt() {
    assertThatThrownBy(() ->
            read(
                "POST",
                "/v1/orgs/-/checks",
                Map.of(),
                "{\"check\":{\"max_check_attempts\":" + "9".repeat(500_000) + "}}"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no JSON: at line 1 column 32, near $.check.max_check_attempts");
  }

  @Test
  void path_completesTheOrganisation() {
    assertThat(read("GET", "/v1/orgs/-/systems/web", Map.of(), "").toString())
        .contains("name: \"orgs/ar1abc/systems/web\"");
    assertThat(read("GET", "/v1/orgs/-/systems", Map.of(), "").toString())
        .contains("parent: \"orgs/ar1abc\"");
    assertThat(read("GET", "/v1/orgs/ar1other/systems", Map.of(), "").toString())
        .contains("parent: \"orgs/ar1other\"");
    assertThat(read("GET", "/v1/orgs/-/actions/-/runs", Map.of(), "").toString())
        .contains("parent: \"orgs/ar1abc/actions/-\"");
  }

  @Test
  void query_setsStringsNumbersAndEnums() {
    assertThat(
            read(
                "GET",
                "/v1/orgs/-/alerts",
                ordered("state", "FIRING", "page_size", "10", "system", "orgs/-/systems/web"),
                ""))
        .isEqualTo(
            ListAlertsRequest.newBuilder()
                .setParent(ORG)
                .setState(Alert.State.FIRING)
                .setPageSize(10)
                .setSystem(ORG + "/systems/web")
                .build());
  }

  @Test
  void query_setsTimesAndMapEntries() throws ParseException {
    assertThat(
            read(
                "GET",
                "/v1/orgs/-/systems/web/samples",
                ordered(
                    "metric", "load1",
                    "start_time", "2026-11-21T00:00:00Z",
                    "end_time", "2026-11-21T01:00:00+00:30",
                    "labels.device", "sda",
                    "labels.a.b", "c"),
                ""))
        .isEqualTo(
            ReadSamplesRequest.newBuilder()
                .setParent(ORG + "/systems/web")
                .setMetric("load1")
                .setStartTime(Timestamps.parse("2026-11-21T00:00:00Z"))
                .setEndTime(Timestamps.parse("2026-11-21T00:30:00Z"))
                .putLabels("device", "sda")
                .putLabels("a.b", "c")
                .build());
  }

  @Test
  void query_ofADeletion_setsTheEtag() {
    assertThat(read("DELETE", "/v1/orgs/-/systems/web", Map.of("etag", List.of("abc")), ""))
        .isEqualTo(
            DeleteSystemRequest.newBuilder().setName(ORG + "/systems/web").setEtag("abc").build());
  }

  @Test
  void body_fillsNestedMessagesMapsEnumsDurationsAndChoices() {
    String json =
        """
        {"check_id": "http", "check": {
          "system": "orgs/-/systems/web", "description": "see orgs/-/systems/web",
          "command": {"arguments": ["check_http", "-H", "x"], "environment": {"LANG": "C"}},
          "interval": "90s", "max_check_attempts": "3", "ttl_status": "CRITICAL", "volatile": true,
          "labels": {"env": "prod"}, "etag": null}}
        """;

    var request = (CreateCheckRequest) read("POST", "/v1/orgs/-/checks", Map.of(), json);

    assertThat(request.getParent()).isEqualTo(ORG);
    assertThat(request.getCheck().getSystem()).isEqualTo(ORG + "/systems/web");
    assertThat(request.getCheck().getDescription()).isEqualTo("see orgs/-/systems/web");
    assertThat(request.getCheck().getCommand().getArgumentsList())
        .containsExactly("check_http", "-H", "x");
    assertThat(request.getCheck().getCommand().getEnvironmentMap()).containsEntry("LANG", "C");
    assertThat(request.getCheck().getInterval()).isEqualTo(Durations.fromSeconds(90));
    assertThat(request.getCheck().getMaxCheckAttempts()).isEqualTo(3);
    assertThat(request.getCheck().getTtlStatusValue()).isEqualTo(3);
    assertThat(request.getCheck().getVolatile()).isTrue();
    assertThat(request.getCheck().getLabelsMap()).containsEntry("env", "prod");
  }

  @Test
  void body_mayUseCamelCaseAndEnumNumbers() {
    var request =
        (CreateSuppressionRequest)
            read(
                "POST",
                "/v1/orgs/-/suppressions",
                Map.of(),
                """
                {"requestId": "r", "suppression": {"silence": {"matchers": [
                  {"name": "env", "op": 1, "value": "prod"}]}, "ttl": "3600s"}}
                """);

    assertThat(request.getRequestId()).isEqualTo("r");
    assertThat(request.getSuppression().getSilence().getMatchers(0).getOp())
        .isEqualTo(Matcher.Op.EQUAL);
  }

  @Test
  void patch_takesTheNameFromThePathAndTheMaskAsText() {
    assertThat(
            read(
                "PATCH",
                "/v1/orgs/-/checks/http",
                Map.of(),
                "{\"check\":{\"description\":\"d\"},\"update_mask\":\"description,ttl_status\"}"))
        .isInstanceOfSatisfying(
            UpdateCheckRequest.class,
            request -> {
              assertThat(request.getCheck().getName()).isEqualTo(ORG + "/checks/http");
              assertThat(request.getUpdateMask().getPathsList())
                  .containsExactly("description", "ttl_status");
            });
  }

  @Test
  void verb_withoutABody_isAnEmptyRequest() {
    assertThat(read("POST", "/v1/orgs/-/alerts/a1:acknowledge", Map.of(), ""))
        .isEqualTo(AcknowledgeAlertRequest.newBuilder().setName(ORG + "/alerts/a1").build());
  }

  @Test
  void body_withParameters_keepsTextAsItIs() {
    var request =
        (RunActionRequest)
            read(
                "POST",
                "/v1/orgs/-/actions/restart:run",
                Map.of(),
                "{\"parameters\":{\"unit\":\"nginx; rm -rf / <b>\\u0000ü\"}}");

    assertThat(request.getParametersMap()).containsEntry("unit", "nginx; rm -rf / <b>\0ü");
  }

  @Test
  void everyRoute_buildsAnEmptyRequestWithItsPathVariables() {
    for (Route route : routes.all()) {
      String path = ExamplePaths.of(route.path());
      Message request = read(route.verb(), path, Map.of(), "");
      assertThat(request.getDescriptorForType())
          .isEqualTo(route.requestPrototype().getDescriptorForType());
      assertThat(request.toString()).as(route.toString()).contains("\"orgs/x0");
    }
  }

  @Test
  void create_readsWhatTheCommandLineSends() {
    assertThat(
            read(
                "POST",
                "/v1/orgs/-/systems",
                Map.of(),
                "{\"system_id\":\"web\",\"system\":{\"subsystems\":[\"orgs/-/systems/db\"]}}"))
        .isInstanceOfSatisfying(
            CreateSystemRequest.class,
            request ->
                assertThat(request.getSystem().getSubsystemsList())
                    .containsExactly(ORG + "/systems/db"));
  }

  private Message read(String verb, String path, Map<String, List<String>> query, String body) {
    return switch (routes.find(verb, path)) {
      case Routes.Match.Found found -> reader.read(found.route(), found.variables(), query, body);
      case Routes.Match other -> throw new AssertionError(verb + " " + path + ": " + other);
    };
  }

  private static Map<String, List<String>> ordered(String... pairs) {
    var query = new TreeMap<String, List<String>>();
    for (int i = 0; i < pairs.length; i += 2) {
      query.put(pairs[i], List.of(pairs[i + 1]));
    }
    return query;
  }
}
