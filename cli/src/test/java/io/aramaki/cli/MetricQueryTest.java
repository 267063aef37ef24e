package io.aramaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.command.RootCommand;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `aramaki metric query` against a gateway over TLS: what it asks, what it prints.
final class MetricQueryTest {
  private static final String VECTOR =
      """
      {"status":"success","warnings":["m2 cannot be reached"],"data":{"resultType":"vector","result":[
       {"metric":{"__name__":"load1","system":"web","disk":"\\u001b[2Jx"},"value":[1700000000,"0.25"]}]}}
      """;
  private static final String MATRIX =
      """
      {"status":"success","data":{"resultType":"matrix","result":[
       {"metric":{"system":"web"},"values":[[1700000000,"1"],[1700000060.5,"NaN"]]}]}}
      """;

  @TempDir Path directory;
  private ScriptedGateway gateway;

  @BeforeEach
  void open() throws Exception {
    gateway = new ScriptedGateway(directory);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private Map<String, String> asked() {
    String query = URI.create(gateway.requests.getFirst().split(" ", 3)[1]).getRawQuery();
    return Arrays.stream(query.split("&"))
        .map(parameter -> parameter.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  @Test
  void atOneTime_asTable_hasValueAndSeriesAndTheWarningApart() {
    gateway.answerAll("/api/v1/query", 200, VECTOR);

    int code = gateway.run("metric", "query", "load1 + 0");

    assertThat(code).as(gateway.complained()).isZero();
    assertThat(asked())
        .containsEntry("query", "load1 + 0")
        .containsOnlyKeys("query", "time", "timeout");
    assertThat(gateway.printed().lines())
        .containsExactly("VALUE  SERIES", "0.25   load1{system=\"web\", disk=\"\\u001B[2Jx\"}");
    assertThat(gateway.complained()).contains("warning: m2 cannot be reached");
  }

  @Test
  void atOneTime_asJson_isWhatPrometheusWouldAnswer() throws Exception {
    gateway.answerAll("/api/v1/query", 200, VECTOR);

    gateway.run("metric", "query", "load1", "-o", "json");

    JsonNode data = Api.JSON.readTree(gateway.printed());
    assertThat(data.path("resultType").asText()).isEqualTo("vector");
    assertThat(data.at("/result/0/value/1").asText()).isEqualTo("0.25");
  }

  @Test
  void since_asksForARange_ofSixtyStepsOrThoseThatAreGiven() {
    gateway.answerAll("/api/v1/query_range", 200, MATRIX);

    gateway.run("metric", "query", "up", "--since", "6h");
    Map<String, String> usual = asked();
    gateway.requests.clear();
    gateway.run("metric", "query", "up", "--since", "6h", "--step", "10m");
    Map<String, String> given = asked();

    assertThat(usual).containsEntry("step", "360");
    assertThat(given).containsEntry("step", "600");
    assertThat(Duration.between(Instant.parse(given.get("start")), Instant.parse(given.get("end"))))
        .isEqualTo(Duration.ofHours(6));
    assertThat(gateway.printed().lines())
        .startsWith(
            "{system=\"web\"}", "  2023-11-14T22:13:20Z  1", "  2023-11-14T22:14:20.500Z  NaN");
  }

  @Test
  void nothing_isSaid() {
    gateway.answerAll("/api/v1/query", 200, "{\"data\":{\"resultType\":\"vector\",\"result\":[]}}");

    gateway.run("metric", "query", "up");

    assertThat(gateway.printed()).contains("no series matches");
  }

  @Test
  void scalar_isAValue() {
    gateway.answerAll(
        "/api/v1/query", 200, "{\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"42\"]}}");

    gateway.run("metric", "query", "42");

    assertThat(gateway.printed()).isEqualTo("42" + System.lineSeparator());
  }

  @Test
  void queryThatIsWrong_saysWhereInTheWordsOfTheServer() {
    gateway.answerAll(
        "/api/v1/query",
        400,
        "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:3: parse error: unclosed left parenthesis\"}");

    int code = gateway.run("metric", "query", "up(");

    assertThat(code).isEqualTo(RootCommand.EXIT_REFUSED);
    assertThat(gateway.complained())
        .contains("error: 1:3: parse error: unclosed left parenthesis (bad_data)");
  }

  @Test
  void stepWithoutSince_isRefusedBeforeAnythingIsAsked() {
    int code = gateway.run("metric", "query", "up", "--step", "5m");

    assertThat(code).isEqualTo(2);
    assertThat(gateway.complained()).contains("--step needs --since");
    assertThat(gateway.requests).isEmpty();
  }
}
