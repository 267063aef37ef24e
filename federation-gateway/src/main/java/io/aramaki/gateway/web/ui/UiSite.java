package io.aramaki.gateway.web.ui;

import io.aramaki.gateway.domain.page.ActionPage;
import io.aramaki.gateway.domain.page.AlertPage;
import io.aramaki.gateway.domain.page.Viewer;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.Viewers;
import io.aramaki.gateway.grpc.page.PageReader;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.Credentials;
import io.aramaki.gateway.web.Way;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The pages of the web UI by address. Who is not logged in is sent to the login and comes back.
public final class UiSite {
  private static final int UNAUTHENTICATED = 401;

  /// What forms say when they have done what they should.
  private static final Map<String, String> DONE =
      Map.ofEntries(
          Map.entry(
              "acknowledged", "The alert is yours now; it notifies again only if it gets worse."),
          Map.entry("resolved", "The alert is resolved; it fires again with the next problem."),
          Map.entry("silenced", "Silenced. It ends by itself."),
          Map.entry("noted", "Your note is in the timeline."),
          Map.entry("commented", "Your comment is on its way to the tracker."),
          Map.entry("retried", "The ticket is tried once more."),
          Map.entry("cancelled", "The run is cancelled."));

  private final Credentials credentials;
  private final Viewers viewers;
  private final PageReader pages;
  private final Forms forms;
  private final LiveSite live;
  private final Renderer renderer;

  public UiSite(
      Credentials credentials,
      Viewers viewers,
      PageReader pages,
      Forms forms,
      LiveSite live,
      Renderer renderer) {
    this.credentials = credentials;
    this.viewers = viewers;
    this.pages = pages;
    this.forms = forms;
    this.live = live;
    this.renderer = renderer;
  }

  /// A page, for somebody who is logged in.
  @FunctionalInterface
  private interface Page {
    Answer show(Ask ask, Map<String, String> ids, Visit visit) throws InterruptedException;
  }

  /// Answers where the pages are, and where their forms go.
  public List<Way> ways() {
    var ways = new ArrayList<Way>();
    ways.add(page("/", (ask, _, visit) -> systems(ask, visit)));
    ways.add(page("/systems", (ask, _, visit) -> systems(ask, visit)));
    ways.add(page("/systems/{system}", (_, ids, visit) -> system(visit, id(ids, "system"))));
    ways.add(
        page("/systems/{system}/metrics", (_, ids, visit) -> metrics(visit, id(ids, "system"))));
    ways.add(page("/alerts", (ask, _, visit) -> alerts(ask, visit)));
    ways.add(page("/alerts/{alert}", (_, ids, visit) -> alert(visit, id(ids, "alert"))));
    ways.add(page("/agents", (_, _, visit) -> agents(visit)));
    ways.add(page("/actions/{action}", (_, ids, visit) -> action(visit, id(ids, "action"))));
    ways.add(
        page(
            "/actions/{action}/runs/{run}",
            (_, ids, visit) -> run(visit, id(ids, "action"), id(ids, "run"))));
    ways.add(page("/live", (ask, _, visit) -> live.news(visit, parameter(ask, "system"))));
    ways.add(
        page(
            "/actions/{action}/runs/{run}/live",
            (_, ids, visit) -> live.run(visit, id(ids, "action"), id(ids, "run"))));
    forms
        .deeds()
        .forEach((path, deed) ->
            ways.add(way("POST", path, (ask, ids, visit) -> deed.answer(visit.who(), ids, ask))));
    return ways;
  }

  private Way page(String path, Page page) {
    return way("GET", path, page);
  }

  private Way way(String verb, String path, Page page) {
    return new Way(verb, path, (ask, ids) -> answer(ask, ids, page));
  }

  private Answer answer(Ask ask, Map<String, String> ids, Page page) throws InterruptedException {
    try {
      Visit visit = visit(ask);
      return Failure.translating(() -> page.show(ask, ids, visit));
    } catch (Failure e) {
      if (e.error().code() == UNAUTHENTICATED && !ask.isChange() && ask.wantsHtml()) {
        return Answer.seeOther("/login?next=" + encoded(address(ask)));
      }
      throw e;
    }
  }

  private Visit visit(Ask ask) throws InterruptedException {
    Credential who = credentials.require(ask);
    Viewer viewer = Failure.translating(() -> viewers.of(who));
    return new Visit(who, viewer, ask.path(), DONE.getOrDefault(parameter(ask, "done"), ""));
  }

  private Answer systems(Ask ask, Visit visit) throws InterruptedException {
    return html(
        renderer.systems(
            renderer.shell(visit, "Systems", Shell.Tab.SYSTEMS, "/live"),
            pages.systems(visit.who(), parameter(ask, "q"))));
  }

  private Answer alerts(Ask ask, Visit visit) throws InterruptedException {
    String state = ask.query().contains("state=") ? parameter(ask, "state") : "firing";
    return html(
        renderer.alerts(
            renderer.shell(visit, "Alerts", Shell.Tab.ALERTS, "/live"),
            pages.alerts(visit.who(), state)));
  }

  private Answer agents(Visit visit) throws InterruptedException {
    return html(
        renderer.agents(
            renderer.shell(visit, "Agents", Shell.Tab.AGENTS, "/live"), pages.agents(visit.who())));
  }

  private static Answer html(String page) {
    return Answer.html(200, page);
  }

  private static String id(Map<String, String> ids, String name) {
    return Objects.requireNonNull(ids.get(name), name);
  }

  private Answer system(Visit visit, String id) throws InterruptedException {
    var page = pages.system(visit.who(), id);
    String live = "/live?system=" + encoded(page.system().name());
    return html(
        renderer.system(
            renderer.shell(visit, page.system().title(), Shell.Tab.SYSTEMS, live), page));
  }

  private Answer metrics(Visit visit, String id) throws InterruptedException {
    return html(
        renderer.metrics(
            renderer.shell(visit, "Metrics of " + id, Shell.Tab.SYSTEMS, ""),
            pages.metrics(visit.who(), id)));
  }

  private Answer alert(Visit visit, String id) throws InterruptedException {
    AlertPage page = pages.alert(visit.who(), id);
    String live = "/live?system=" + encoded(page.alert().system());
    return html(renderer.alert(renderer.shell(visit, "Alert", Shell.Tab.ALERTS, live), page));
  }

  private Answer action(Visit visit, String id) throws InterruptedException {
    ActionPage page = pages.action(visit.who(), id);
    return html(
        renderer.action(renderer.shell(visit, page.action().title(), Shell.Tab.SYSTEMS, ""), page));
  }

  private Answer run(Visit visit, String action, String run) {
    var page = pages.run(visit.who(), action, run);
    String live = page.run().isOpen() ? visit.path() + "/live" : "";
    return html(
        renderer.run(
            renderer.shell(visit, "Run of " + page.run().action(), Shell.Tab.SYSTEMS, live), page));
  }

  /// Shows a failure as a page.
  public Answer.Whole error(Ask ask, RestError error) {
    Optional<Visit> visit;
    try {
      visit = Optional.of(visit(ask));
    } catch (Failure _) {
      visit = Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      visit = Optional.empty();
    }
    return Answer.html(error.code(), renderer.error(visit, error));
  }

  private static String parameter(Ask ask, String name) {
    try {
      return ask.parameter(name);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static String address(Ask ask) {
    return ask.query().isEmpty() ? ask.path() : ask.path() + "?" + ask.query();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
