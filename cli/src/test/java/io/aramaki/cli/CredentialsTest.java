package io.aramaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.Connection;
import io.aramaki.cli.command.RootCommand;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Passwords, API tokens and the way to a new one: what is sent, what is shown, what is kept.
final class CredentialsTest {
  private static final String SET_OWN = "POST /v1/orgs/-/users/admin:setPassword";
  private static final String TOKENS = "GET /v1/orgs/-/users/admin/apiTokens?page_size=1000";
  private static final String TWO_TOKENS =
      """
      {"api_tokens":[
       {"name":"orgs/ar1x/users/admin/tokens/3f9a01bc77aa55dd","display_name":"ci",
        "create_time":"2026-11-21T05:00:00Z","expire_time":"2027-02-19T05:00:00Z"},
       {"name":"orgs/ar1x/users/admin/tokens/3f9a99bc77aa55dd","display_name":"laptop",
        "create_time":"2026-11-21T05:00:00Z","expire_time":"2027-02-19T05:00:00Z"}]}
      """;

  @TempDir Path directory;
  private ScriptedGateway gateway;
  private Path file;

  @BeforeEach
  void open() throws Exception {
    gateway = new ScriptedGateway(directory);
    file = gateway.home().resolve("cli.json");
    new Connection(
            URI.create(gateway.url()),
            "token-1",
            gateway.home().resolve("ca.pem"),
            Optional.of("admin"))
        .write(file);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void passwd_withTheWrongPassword_saysSoAndNothingOfRoles() {
    gateway.refuse(SET_OWN, 403, "WRONG_PASSWORD", "the password is wrong");

    int code = gateway.runWith("guess\na new long password\n", "user", "passwd");

    assertThat(code).isEqualTo(RootCommand.EXIT_REFUSED);
    assertThat(gateway.complained())
        .contains("(WRONG_PASSWORD)", "nothing is set")
        .doesNotContain("user grant", "guess", "a new long password");
  }

  @Test
  void passwd_withoutTheNewOne_asksNothingOfTheGateway() {
    int code = gateway.runWith("only the old one\n", "user", "passwd");

    assertThat(code).isEqualTo(2);
    assertThat(gateway.complained()).contains("ended before \"new password of admin\"");
    assertThat(gateway.requests).isEmpty();
  }

  @Test
  void passwd_asAnArgument_isNotPossible() {
    int code = gateway.runWith("", "user", "passwd", "admin", "secret");

    assertThat(code).isEqualTo(2);
    assertThat(gateway.requests).isEmpty();
  }

  @Test
  void passwd_ofOneself_sendsBothAndSaysWhatStaysValid() throws Exception {
    gateway.on(SET_OWN, "{}");

    int code = gateway.runWith("the first one\n a new long password \n", "user", "passwd");

    assertThat(code).as(gateway.complained()).isZero();
    var sent = Api.JSON.readTree(gateway.requests.getFirst().split(" ", 3)[2]);
    assertThat(sent.path("current_password").asText()).isEqualTo("the first one");
    assertThat(sent.path("new_password").asText()).isEqualTo(" a new long password ");
    assertThat(gateway.printed())
        .contains("sessions have ended")
        .contains("API tokens stay valid; list them with: ./aramaki user tokens admin")
        .doesNotContain("a new long password");
  }

  @Test
  void passwd_ofSomebodyElse_needsNoOldOne() throws Exception {
    gateway.on("POST /v1/orgs/-/users/bob:setPassword", "{}");

    int code = gateway.runWith("a new long password\n", "user", "passwd", "bob");

    assertThat(code).as(gateway.complained()).isZero();
    var sent = Api.JSON.readTree(gateway.requests.getFirst().split(" ", 3)[2]);
    assertThat(sent.has("current_password")).isFalse();
    assertThat(sent.path("new_password").asText()).isEqualTo("a new long password");
  }

  @Test
  void own_ofAFileThatNamesNobody_isAskedFor() throws Exception {
    Files.writeString(file, Files.readString(file).replace("\"user\"", "\"other\""));

    int code = gateway.runWith("old\nnew\n", "user", "passwd");

    assertThat(code).isEqualTo(2);
    assertThat(gateway.complained()).contains("does not say whose token").contains("login");
  }

  @Test
  void tokens_areShownWithPurposeAndEnd() {
    gateway.on(TOKENS, TWO_TOKENS);

    int code = gateway.run("user", "tokens");

    assertThat(code).isZero();
    assertThat(gateway.printed())
        .contains("TOKEN", "UNTIL", "PURPOSE")
        .contains("3f9a01bc77aa", "2027-02-19T05:00:00Z", "laptop");
  }

  @Test
  void revokeToken_byABeginningOfTwo_revokesNone() {
    gateway.on(TOKENS, TWO_TOKENS);

    int two = gateway.run("user", "revoke-token", "3f9a");
    int none = gateway.run("user", "revoke-token", "ffff");
    int tooShort = gateway.run("user", "revoke-token", "");

    assertThat(new int[] {two, none, tooShort}).containsOnly(2);
    assertThat(gateway.complained())
        .contains("is the beginning of 2 ids", "is the beginning of 0 ids", "too short");
    assertThat(gateway.requests).allMatch(request -> request.startsWith("GET "));
  }

  @Test
  void revokeToken_byItsBeginning_revokesThatOne() {
    gateway
        .on(TOKENS, TWO_TOKENS)
        .on("POST /v1/orgs/ar1x/users/admin/tokens/3f9a99bc77aa55dd:revoke", "{}");

    int code = gateway.run("user", "revoke-token", "3f9a99");

    assertThat(code).as(gateway.complained()).isZero();
    assertThat(gateway.printed()).contains("revoked 3f9a99bc77aa");
  }

  @Test
  void login_thatIsRefused_leavesTheFileAlone() throws Exception {
    gateway.refuse("POST /login", 401, "LOGIN_REFUSED", "user or password is wrong");
    var before = Files.readString(file);

    int code = gateway.runWith("guess at it\n", "login", "--user", "admin");

    assertThat(code).isEqualTo(RootCommand.EXIT_REFUSED);
    assertThat(gateway.complained())
        .contains("LOGIN_REFUSED")
        .doesNotContain("token is not valid", "guess at it");
    assertThat(file).hasContent(before);
  }

  @Test
  void login_afterTheTokenEnded_makesTheNextCommandWork() throws Exception {
    // Given a connection whose token is not accepted
    Files.writeString(file, Files.readString(file).replace("token-1", "ended"));
    gateway
        .on("POST /login", "{}")
        .on("POST /v1/orgs/-/apiTokens", "{\"token\":\"token-1\"}")
        .on("GET /v1/orgs/-/users?page_size=1000", "{\"users\":[{\"name\":\"orgs/x/users/bob\"}]}");
    assertThat(gateway.run("user", "ls")).isEqualTo(RootCommand.EXIT_REFUSED);

    // When
    int code = gateway.runWith("\nthe password\n", "login");

    // Then
    assertThat(code).as(gateway.complained()).isZero();
    assertThat(gateway.requests)
        .contains("POST /login {\"user\":\"admin\",\"password\":\"the password\"}");
    assertThat(gateway.run("user", "ls")).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(gateway.printed()).doesNotContain("token-1");
  }

  @Test
  void login_withoutAFile_needsUrlAndAuthorityAndWritesIt() throws Exception {
    Files.delete(file);
    gateway.on("POST /login", "{}").on("POST /v1/orgs/-/apiTokens", "{\"token\":\"token-1\"}");
    var ca = gateway.home().resolve("ca.pem").toString();

    int without = gateway.runWith("bob\nthe password\n", "login");
    int with = gateway.runWith("bob\nthe password\n", "login", "--url", gateway.url(), "--ca", ca);

    assertThat(without).isEqualTo(2);
    assertThat(with).as(gateway.complained()).isZero();
    assertThat(Connection.read(file))
        .isEqualTo(
            new Connection(URI.create(gateway.url()), "token-1", Path.of(ca), Optional.of("bob")));
  }

  @Test
  void actionCancel_byTheBeginningOfItsId_cancelsThatRun() {
    gateway
        .on(
            "GET /v1/orgs/-/actions/-/runs?page_size=1000",
            "{\"runs\":[{\"name\":\"orgs/ar1x/actions/restart/runs/0b1c6a2e-1\"}]}")
        .on("POST /v1/orgs/ar1x/actions/restart/runs/0b1c6a2e-1:cancel", "{}");

    int code = gateway.run("action", "cancel", "0b1c6a2e");

    assertThat(code).as(gateway.complained()).isZero();
    assertThat(gateway.printed()).contains("cancelled 0b1c6a2e-1");
  }

  @Test
  void actionCancel_ofARunThatStarted_isRefusedWithTheReason() {
    var run = "orgs/ar1x/actions/restart/runs/0b1c6a2e-1";
    gateway.refuse("POST /v1/" + run + ":cancel", 400, "RUN_STARTED", "it has started");

    int code = gateway.run("action", "cancel", run);

    assertThat(code).isEqualTo(RootCommand.EXIT_REFUSED);
    assertThat(gateway.complained()).contains("it has started (RUN_STARTED)");
  }
}
