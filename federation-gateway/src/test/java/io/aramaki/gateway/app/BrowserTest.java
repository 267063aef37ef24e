package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.aramaki.gateway.testing.Browser;
import io.aramaki.gateway.testing.DemoData;
import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.inventory.v1.Run;
import io.aramaki.inventory.v1.WatchRunResponse;
import io.aramaki.kit.app.Environment;
import io.aramaki.monitoring.v1.ListEventsResponse;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.WatchEventsResponse;
import io.aramaki.type.v1.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The web UI in a real browser, in front of scripted services. Pictures of all pages are kept in
/// `target/screenshots`.
@Tag("browser")
final class BrowserTest {
  private static final String TIMELINE = "io.aramaki.monitoring.v1.TimelineService/";
  private static final String WATCH_RUN = "io.aramaki.inventory.v1.RunService/WatchRun";

  @TempDir static Path directory;
  private static GatewayFixture gateway;
  private static Browser browser;
  private static final BlockingQueue<Message> NEWS = new LinkedBlockingQueue<>(100);

  @BeforeAll
  static void open() {
    gateway = new GatewayFixture(directory, Environment.system());
    gateway
        .people()
        .password("alice", "correct horse")
        .grant("alice", Role.OPERATOR)
        .password("vera", "just looking")
        .grant("vera", Role.VIEWER);
    gateway.ownAllAgents();
    browser = Browser.open();
  }

  @BeforeEach
  void script() {
    new DemoData(gateway.orgName(), Instant.now()).into(gateway.script());
    gateway.script().stream(
        TIMELINE + "WatchEvents",
        (_, out) -> {
          while (!out.isCancelled()) {
            out.send(NEWS.take());
          }
        });
    NEWS.clear();
    browser.width(Browser.WIDE).go(gateway.url() + "/systems");
  }

  @AfterAll
  static void close() {
    browser.close();
    gateway.close();
  }

  @Test
  void login_wrongAndRight_leadsToThePageThatWasWanted() {
    logOut();
    browser.go(gateway.url() + "/alerts").awaitUrl("/login?next=");
    browser.picture("login-wide").width(Browser.NARROW).picture("login-narrow");
    browser.width(Browser.WIDE);

    logIn("alice", "wrong");
    browser.awaitText("[role=alert]", "do not go together");
    logIn("alice", "correct horse");

    browser.awaitUrl("/alerts").awaitText("h1", "Alerts");
    assertThat(browser.text("header")).contains("alice", "Log out");
  }

  @Test
  void systems_areListedWithTheirStatusTheWorstFirst() {
    show("alice", "/systems", "systems");

    List<String> rows =
        browser.all("#systems tbody tr").stream().map(row -> row.getText()).toList();
    assertThat(rows.getFirst()).containsIgnoringCase("critical");
    assertThat(browser.all("#systems tbody tr.critical")).isNotEmpty();
    assertThat(browser.text("#counts")).containsIgnoringCase("critical");
  }

  @Test
  void pageOfASystem_showsAllThatMattersAtThreeInTheMorning() {
    show("alice", "/systems/web", "system");

    assertThat(browser.text("#hero")).containsIgnoringCase("critical").contains("web");
    assertThat(browser.text("main"))
        .contains("http", "Unable to open TCP socket")
        .contains("fact app.release")
        .contains("#4711")
        .contains("Rolling out 2026-11-21.1 <b>with</b> new cache");
    assertThat(browser.text("#timeline")).contains("Restart a unit succeeded");
    assertThat(browser.text("#actions")).contains("Restart a unit");
    assertThat(browser.all("#actions a[role=button]")).isNotEmpty();
    assertThat(browser.all("a[href^='javascript:']")).isEmpty();
  }

  @Test
  void otherPages_areShown() {
    show("alice", "/alerts", "alerts");
    show("alice", "/alerts/a1f0", "alert");
    show("alice", "/agents", "agents");
    show("alice", "/systems/web/metrics", "metrics");
    show("alice", "/actions/restart", "action");
    show("alice", "/nowhere", "missing");
    show("alice", "/api", "api");
  }

  @Test
  void viewer_getsNoButtonThatActs() {
    show("vera", "/systems/web", "system-viewer");

    assertThat(browser.text("#actions")).contains("Restart a unit");
    assertThat(browser.all("#actions a[role=button]")).isEmpty();
    assertThat(browser.all("main form[method=post]")).isEmpty();
    browser.go(gateway.url() + "/actions/restart").awaitText("h1", "Restart");
    assertThat(browser.all("main form[method=post]")).isEmpty();
  }

  @Test
  void news_arriveInAnOpenPageWithoutReloadingIt() throws Exception {
    show("alice", "/systems/web", "live-before");
    browser.awaitText("#live-state", "live");
    browser.script("window.sameDocument = 'yes'");
    String web = gateway.orgName() + "/systems/web";
    var event =
        TimelineEvent.newBuilder()
            .setEventId("e1")
            .setSystem(web)
            .setKind(TimelineEvent.Kind.NOTE)
            .setSummary("A cable was found on the floor")
            .setEventTime(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()));
    gateway
        .script()
        .answer(TIMELINE + "ListEvents", ListEventsResponse.newBuilder().addEvents(event).build());

    NEWS.put(WatchEventsResponse.newBuilder().addEvents(event).build());

    browser.awaitText("#timeline", "A cable was found on the floor");
    assertThat(browser.script("return window.sameDocument")).isEqualTo("yes");
  }

  @Test
  void actionButton_runsTheActionAndShowsItsOutputAsItComes() {
    var printed = new LinkedBlockingQueue<Message>(10);
    gateway
        .script()
        .answer("io.aramaki.inventory.v1.RunService/RunAction", run("r1").build())
        .answer("io.aramaki.inventory.v1.RunService/GetRun", run("r1").build())
        .stream(
            WATCH_RUN,
            (_, out) -> {
              out.send(WatchRunResponse.newBuilder().setRun(run("r1")).build());
              out.send(output("stopping nginx … done\n"));
              out.send(printed.take());
              // A stream that ends lets the page read the run anew.
              new CountDownLatch(1).await();
            });
    show("alice", "/actions/restart", "action-form");

    for (var field : browser.all("main form input[required]:not([type=hidden])")) {
      if (String.valueOf(field.getDomProperty("value")).isEmpty()) {
        field.sendKeys("nginx.service");
      }
    }
    browser.find("main form[action$='/run'] button[type=submit]").click();

    browser.awaitUrl("/runs/r1").awaitText("main", "stopping nginx … done");
    printed.add(output("starting nginx … done\n"));
    browser.awaitText("main", "starting nginx … done").picture("run-wide");
    assertThat(gateway.script().calls("io.aramaki.inventory.v1.RunService/RunAction")).hasSize(1);
  }

  private static Run.Builder run(String id) {
    return Run.newBuilder()
        .setName(gateway.orgName() + "/actions/restart/runs/" + id)
        .setSystem(gateway.orgName() + "/systems/web")
        .setAgent(gateway.orgName() + "/agents/web-1")
        .setState(Run.State.STARTED)
        .setRequester(gateway.orgName() + "/users/alice")
        .setCreateTime(Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond()));
  }

  private static Message output(String text) {
    return WatchRunResponse.newBuilder().setOutput(ByteString.copyFromUtf8(text)).build();
  }

  /// Opens a page at two widths; nothing may stick out, and the browser may not complain.
  private static void show(String user, String path, String name) {
    if (!browser.text("header").contains(user)) {
      logOut();
      browser.go(gateway.url() + "/login");
      logIn(user, user.equals("vera") ? "just looking" : "correct horse");
      browser.awaitText("header", user);
    }
    browser.complaints();
    browser.width(Browser.NARROW).go(gateway.url() + path).awaitText("body", "UTC");
    assertThat(browser.overflow()).as(path + " is too wide for a narrow window").isZero();
    browser.picture(name + "-narrow");
    browser.width(Browser.WIDE).go(gateway.url() + path).awaitText("body", "UTC");
    assertThat(browser.overflow()).as(path + " is too wide").isZero();
    browser.picture(name + "-wide");
    assertThat(browser.complaints())
        .filteredOn(complaint -> !complaint.contains("status of 404"))
        .isEmpty();
  }

  private static void logIn(String user, String password) {
    browser.find("input[name=user]").clear();
    browser.find("input[name=user]").sendKeys(user);
    browser.find("input[name=password]").sendKeys(password);
    browser.find("article.login button[type=submit]").click();
  }

  private static void logOut() {
    if (!browser.all("form.logout button").isEmpty()) {
      browser.find("form.logout button").click();
      browser.awaitUrl("/login");
    }
  }
}
