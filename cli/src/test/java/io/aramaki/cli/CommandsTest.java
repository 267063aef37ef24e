package io.aramaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.ApiException;
import io.aramaki.cli.command.RootCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands against a gateway over TLS: what they ask, what they print, how they end.
final class CommandsTest {
  private static final String STATES = "GET /v1/orgs/-/checkStates?page_size=1000";
  private static final String TWO_STATES =
      """
      {"check_states":[
       {"system":"orgs/ar1x/systems/web","check":"orgs/ar1x/checks/disk","state":"OK",
        "observe_time":"2026-11-21T05:00:00Z","output":"DISK OK\\nsecond line"},
       {"system":"orgs/ar1x/systems/web","check":"orgs/ar1x/checks/http","state":"CRITICAL",
        "hardness":"HARD","observe_time":"2026-11-21T05:00:00Z","output":"connection refused"}],
       "next_page_token":""}
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

  @Test
  void checkLs_asTable_showsTheWorstFirstInAlignedColumns() {
    gateway.on(STATES, TWO_STATES);

    int code = gateway.run("check", "ls");

    assertThat(code).isZero();
    var lines = gateway.printed().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("STATE     HARDNESS  SYSTEM  CHECK  SINCE  SEEN");
    assertThat(lines.get(1)).startsWith("CRITICAL  HARD      web     http").endsWith("refused");
    assertThat(lines.get(2)).startsWith("OK                  web     disk").endsWith("DISK OK …");
  }

  @Test
  void checkLs_asJson_isAnArrayOfObjectsWithWhatScriptsNeed() throws Exception {
    gateway.on(STATES, TWO_STATES);

    int code = gateway.run("check", "ls", "-o", "json");

    assertThat(code).isZero();
    JsonNode rows = Api.JSON.readTree(gateway.printed());
    assertThat(rows.isArray()).isTrue();
    assertThat(rows).hasSize(2);
    for (JsonNode row : rows) {
      assertThat(row.isObject()).isTrue();
      assertThat(row.path("system").asText()).isEqualTo("orgs/ar1x/systems/web");
      assertThat(row.path("check").asText()).startsWith("orgs/ar1x/checks/");
      assertThat(row.path("state").asText()).isIn("OK", "CRITICAL");
      assertThat(row.path("observe_time").asText()).isEqualTo("2026-11-21T05:00:00Z");
    }
  }

  @Test
  void list_withoutRows_isAnEmptyArrayForScriptsAndAHintForPeople() {
    gateway.on(STATES, "{}");

    gateway.run("check", "ls", "-o", "json");
    gateway.run("check", "ls");

    assertThat(gateway.printed()).startsWith("[ ]").contains("no results yet");
  }

  @Test
  void list_ofSeveralPages_isReadToTheEnd() throws Exception {
    gateway
        .on(STATES, "{\"check_states\":[{\"check\":\"a\"}],\"next_page_token\":\"p2\"}")
        .on(
            "GET /v1/orgs/-/checkStates?page_size=1000&page_token=p2",
            "{\"check_states\":[{\"check\":\"b\"}]}");

    gateway.run("check", "ls", "-o", "json");

    assertThat(Api.JSON.readTree(gateway.printed())).hasSize(2);
    assertThat(gateway.requests).hasSize(2);
  }

  @Test
  void metricLs_ofATruncatedList_saysSoBesideTheRows() throws Exception {
    String path = "GET /v1/orgs/-/systems/web/latestSamples?page_size=1000";
    gateway
        .on(path, "{\"series\":[{\"metric\":\"a\"}],\"truncated\":true,\"next_page_token\":\"p2\"}")
        .on(path + "&page_token=p2", "{\"series\":[{\"metric\":\"b\"}]}");

    int code = gateway.run("metric", "ls", "web", "-o", "json");

    assertThat(code).isZero();
    assertThat(Api.JSON.readTree(gateway.printed())).hasSize(2);
    assertThat(gateway.err.toString(StandardCharsets.UTF_8)).contains("series are missing here");
  }

  @Test
  void systemLs_asJson_isAnArrayOfObjects() throws Exception {
    gateway.on(
        "GET /v1/orgs/-/systems?page_size=1000",
        "{\"systems\":[{\"name\":\"orgs/ar1x/systems/web\",\"display_name\":\"Web\"}]}");

    int code = gateway.run("system", "ls", "-o", "json");

    assertThat(code).isZero();
    assertThat(Api.JSON.readTree(gateway.printed()).get(0).path("display_name").asText())
        .isEqualTo("Web");
  }

  @Test
  void output_thatWouldSteerTheTerminal_isDefused() {
    gateway.on(
        STATES,
        "{\"check_states\":[{\"check\":\"orgs/x/checks/a\",\"output\":\"\\u001b[2Jgone\"}]}");

    gateway.run("check", "ls");

    assertThat(gateway.printed()).doesNotContain("\u001b").contains("[2Jgone");
  }

  @Test
  void refusal_isPrintedWithItsReasonAndAWayOut() {
    gateway.refuse(
        "DELETE /v1/orgs/-/checks/http", 403, "NO_RIGHT", "the role ADMIN is needed over web");

    int code = gateway.run("check", "rm", "http");

    assertThat(code).isEqualTo(RootCommand.EXIT_REFUSED);
    assertThat(gateway.complained())
        .contains("error: the role ADMIN is needed over web (NO_RIGHT)")
        .contains("aramaki user grant --help");
    assertThat(gateway.printed()).isEmpty();
  }

  @Test
  void everyKindOfRefusal_hasAWayOut() {
    for (int status : new int[] {400, 401, 403, 404, 409, 429, 503, 504}) {
      assertThat(new ApiException(status, "R", "m").hint()).as("HTTP " + status).isPresent();
    }
  }

  @Test
  void tokenThatIsNotValidAnyMore_saysHowToGetANewOne() throws Exception {
    var file = gateway.home().resolve("cli.json");
    Files.writeString(file, Files.readString(file).replace("token-1", "token-2"));

    int code = gateway.run("check", "ls");

    assertThat(code).isEqualTo(RootCommand.EXIT_REFUSED);
    assertThat(gateway.complained()).contains("./aramaki login").doesNotContain("token-2");
  }

  @Test
  void gatewayThatIsAway_saysHowToStartIt() {
    gateway.close();

    int code = gateway.run("check", "ls");

    assertThat(code).isEqualTo(RootCommand.EXIT_UNREACHABLE);
    assertThat(gateway.complained()).contains("cannot be reached").contains("./aramaki up");
  }

  @Test
  void gatewayOfAnotherOrganisation_isNotBelieved() throws Exception {
    try (var other = new ScriptedGateway(directory.resolve("other"))) {
      Files.copy(
          other.home().resolve("ca.pem"),
          gateway.home().resolve("ca.pem"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);

      int code = gateway.run("check", "ls");

      assertThat(code).isEqualTo(RootCommand.EXIT_UNREACHABLE);
      assertThat(gateway.requests).isEmpty();
    }
  }

  @Test
  void connectionFile_thatIsMissingOrWrong_isExplained() throws Exception {
    var file = gateway.home().resolve("cli.json");
    Files.writeString(file, "{\"url\":\"https://localhost:1\"}");
    int incomplete = gateway.run("check", "ls");
    Files.delete(file);
    int missing = gateway.run("check", "ls");

    assertThat(incomplete).isEqualTo(2);
    assertThat(missing).isEqualTo(2);
    assertThat(gateway.complained())
        .contains("lacks \"token\" (expected: url, token, ca)")
        .contains("there is no connection file")
        .contains("--connection");
  }

  @Test
  void name_thatCannotBeOne_isRefusedBeforeAnythingIsAsked() {
    int code = gateway.run("check", "show", "../users");

    assertThat(code).isEqualTo(2);
    assertThat(gateway.complained()).contains("\"../users\" is no name in checks");
    assertThat(gateway.requests).isEmpty();
  }

  @Test
  void checkCreate_sendsWhatWasTypedAsArguments() throws Exception {
    gateway.on("POST /v1/orgs/-/checks", "{}");

    int code =
        gateway.run(
            "check",
            "create",
            "http",
            "--system",
            "web",
            "--interval",
            "30s",
            "--",
            "check_http",
            "-H",
            "localhost");

    assertThat(code).as(gateway.complained()).isZero();
    var sent = Api.JSON.readTree(gateway.requests.getFirst().split(" ", 3)[2]);
    assertThat(sent.at("/check/command/arguments").toString())
        .isEqualTo("[\"check_http\",\"-H\",\"localhost\"]");
    assertThat(sent.at("/check/interval").asText()).isEqualTo("30s");
    assertThat(sent.at("/check/system").asText()).isEqualTo("orgs/-/systems/web");
  }
}
