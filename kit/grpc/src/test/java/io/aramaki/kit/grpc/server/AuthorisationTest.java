package io.aramaki.kit.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import io.aramaki.kit.grpc.access.CachedRights;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.RightsSource;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.kit.grpc.testbed.Testbed;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Notes belong to systems: `notes/web-1` to `systems/web`, `notes/shop-1` to `systems/shop`,
/// `notes/ghost-1` does not exist. Olga is operator of `web`.
final class AuthorisationTest {
  @TempDir Path directory;
  private Testbed testbed;
  private final AtomicBoolean inventoryDown = new AtomicBoolean();
  private final AtomicInteger systemLookups = new AtomicInteger();
  private final AtomicInteger handled = new AtomicInteger();

  @BeforeEach
  void start() {
    testbed =
        Testbed.start(
            directory,
            new Contract()
                .unary(
                    "Get",
                    "callers: PERSON role: VIEWER scope: SYSTEM resource_field: 'name'",
                    "/v1/{name=orgs/*/notes/*}",
                    this::handle)
                .unary(
                    "Change",
                    "callers: PERSON role: OPERATOR scope: SYSTEM resource_field: 'inner.name'"
                        + " change: true",
                    this::handle)
                .unary("List", "callers: PERSON role: VIEWER scope: FILTERED", this::filter)
                .unary(
                    "Create",
                    "callers: PERSON role: ADMIN scope: ORGANISATION change: true",
                    this::handle)
                .unary("Own", "callers: PERSON role: VIEWER scope: SELF", this::own),
            SystemOf.systems().with("notes", name -> system(name.id())),
            security ->
                new GrpcSecurity(
                    security.tokens(),
                    flaky(security.rights()),
                    security.systemOf(),
                    security.revocations(),
                    security.audit()),
            builder -> builder);
    testbed
        .organisation()
        .grant(
            "olga",
            Right.newBuilder()
                .setRole(Role.OPERATOR)
                .addSystems(testbed.organisation().system("web"))
                .build());
  }

  @AfterEach
  void stop() {
    testbed.close();
  }

  private RightsSource flaky(RightsSource source) {
    return principal -> {
      if (inventoryDown.get()) {
        throw new IllegalStateException("inventory is down");
      }
      return source.rightsOf(principal);
    };
  }

  private Optional<String> system(String note) {
    systemLookups.incrementAndGet();
    return note.startsWith("ghost")
        ? Optional.empty()
        : Optional.of(testbed.organisation().system(note.substring(0, note.indexOf('-'))));
  }

  private DynamicMessage handle(DynamicMessage request) {
    handled.incrementAndGet();
    if (Contract.text(request, "name").contains("ghost")) {
      throw Errors.of(Code.NOT_FOUND, "NOTE_NOT_FOUND", "there is no such note");
    }
    return request;
  }

  private DynamicMessage filter(DynamicMessage request) {
    String web = testbed.organisation().system("web");
    String shop = testbed.organisation().system("shop");
    return testbed
        .contract()
        .note("text", Caller.current().maySee(web) + " " + Caller.current().maySee(shop));
  }

  private DynamicMessage own(DynamicMessage request) {
    Caller.current().requireOrganisation(Role.ADMIN);
    return request;
  }

  private DynamicMessage named(String name) {
    return testbed.contract().note("name", name);
  }

  private void assertRefused(String user, String method, DynamicMessage request) {
    var refusal = testbed.refusal(testbed.person(user, method), method, request);
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(Testbed.reason(refusal)).isEqualTo("NO_RIGHT");
    assertThat(handled).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "olga,   orgs/-/notes/shop-1",
    "olga,   orgs/-/notes/ghost-1",
    "olga,   orgs/-/tickets/web-1",
    "olga,   orgs/other/notes/web-1",
    "olga,   orgs/-",
    "olga,   ''",
    "olga,   web-1",
    "olga,   ../../orgs/-/notes/web-1",
    "nobody, orgs/-/notes/web-1",
  })
  void person_withoutTheRightOverTheSystem_isRefusedAlikeWhetherTheResourceExistsOrNot(
      String user, String name) {
    assertRefused(user, "Get", named(name));
  }

  @Test
  void person_withoutTheRoleAnywhere_isRefusedBeforeAnythingIsLookedUp() {
    // When
    assertRefused("nobody", "Get", named("orgs/-/notes/web-1"));
    // Then
    assertThat(systemLookups).hasValue(0);
  }

  @Test
  void refusal_namesTheRightThatIsMissing() {
    // When
    var refusal =
        testbed.refusal(testbed.person("olga", "Get"), "Get", named("orgs/-/notes/shop-1"));
    // Then
    assertThat(Errors.infoOf(refusal).orElseThrow().getMetadataMap())
        .containsEntry("role", "VIEWER")
        .containsEntry("over", testbed.organisation().org().resourceName() + "/notes/shop-1");
  }

  @Test
  void viewer_whoChanges_isRefused() {
    var request = testbed.contract().noteWith("inner", named("orgs/-/notes/web-1"));
    assertRefused("viewer", "Change", request);
  }

  @Test
  void operatorOfASubtree_whoCreatesForTheOrganisation_isRefused() {
    assertRefused("olga", "Create", testbed.contract().note());
  }

  @Test
  void viewerOfTheOrganisation_whoAsksForWhatDoesNotExist_hearsNotFound() {
    // When
    var refusal =
        testbed.refusal(testbed.person("viewer", "Get"), "Get", named("orgs/-/notes/ghost-1"));
    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
    assertThat(Testbed.reason(refusal)).isEqualTo("NOTE_NOT_FOUND");
  }

  @Test
  void operator_ofTheSystem_isAdmitted_andTheEndpointSeesTheFullName() {
    // When
    var answer =
        testbed.call(
            testbed.person("olga", "Change"),
            "Change",
            testbed.contract().noteWith("inner", named("orgs/-/notes/web-1")));
    // Then
    assertThat(answer.toString())
        .contains(testbed.organisation().org().resourceName() + "/notes/web-1");
  }

  @Test
  void list_isFilteredByWhatTheCallerMaySee() {
    // When
    var answer = testbed.call(testbed.person("olga", "List"), "List", testbed.contract().note());
    // Then
    assertThat(Contract.text(answer, "text")).isEqualTo("true false");
  }

  @Test
  void selfScope_admitsAnybody_andTheEndpointMayAskForMore() {
    // When
    var refusal =
        testbed.refusal(testbed.person("nobody", "Own"), "Own", testbed.contract().note());
    // Then
    assertThat(Testbed.reason(refusal)).isEqualTo("NO_RIGHT");
    assertThat(testbed.call(testbed.person("admin", "Own"), "Own", testbed.contract().note()))
        .isNotNull();
  }

  @Test
  void inventoryDown_cachedRightsAllowReads_changesAreUnavailable() {
    // Given
    testbed.call(testbed.person("olga", "List"), "List", testbed.contract().note());
    inventoryDown.set(true);
    testbed.clock().advance(CachedRights.FRESH.plusSeconds(1));
    // When
    testbed.call(testbed.person("olga", "List"), "List", testbed.contract().note());
    var refusal =
        testbed.refusal(
            testbed.person("olga", "Change"),
            "Change",
            testbed.contract().noteWith("inner", named("orgs/-/notes/web-1")));
    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(Testbed.reason(refusal)).isEqualTo("RIGHTS_UNAVAILABLE");
    assertThat(Errors.retryDelayOf(refusal)).contains(Duration.ofSeconds(2));
    assertThat(handled).hasValue(0);
  }

  @Test
  void rightsThatAreTakenAway_endWithinTheFreshTime() {
    // Given
    testbed.call(testbed.person("olga", "Get"), "Get", named("orgs/-/notes/web-1"));
    testbed.organisation().grant("olga");
    // When
    testbed.clock().advance(CachedRights.FRESH.plusSeconds(1));
    var refusal =
        testbed.refusal(testbed.person("olga", "Get"), "Get", named("orgs/-/notes/web-1"));
    // Then
    assertThat(Testbed.reason(refusal)).isEqualTo("NO_RIGHT");
  }
}
