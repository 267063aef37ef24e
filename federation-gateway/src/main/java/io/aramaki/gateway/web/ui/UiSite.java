package io.aramaki.gateway.web.ui;

import io.aramaki.gateway.domain.page.ActionPage;
import io.aramaki.gateway.domain.page.AlertPage;
import io.aramaki.gateway.domain.page.Viewer;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.page.PageReader;
import io.aramaki.gateway.grpc.page.Viewers;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.Credentials;
import io.aramaki.gateway.web.Site;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The pages of the web UI by address. Who is not logged in is sent to the login and comes back.
public final class UiSite implements Site {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,63}");
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

  @Override
  public Answer answer(Ask ask) throws InterruptedException {
    List<String> path = segments(ask.path());
    try {
      Visit visit = visit(ask);
      return Failure.translating(() -> answer(ask, path, visit));
    } catch (Failure e) {
      if (e.error().code() == UNAUTHENTICATED && ask.verb().equals("GET") && ask.wantsHtml()) {
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

  private Answer answer(Ask ask, List<String> path, Visit visit) throws InterruptedException {
    if (ask.verb().equals("POST")) {
      return forms.post(ask, path, visit.who());
    }
    if (ask.isChange()) {
      throw new Failure(405, "UNIMPLEMENTED", "METHOD_NOT_ALLOWED", "pages take GET and POST");
    }
    Optional<Answer> stream = live.answer(ask, path, visit);
    return stream.isPresent() ? stream.get() : Answer.html(200, page(ask, path, visit));
  }

  private String page(Ask ask, List<String> path, Visit visit) throws InterruptedException {
    String first = path.isEmpty() ? "systems" : path.getFirst();
    return switch (first + " " + Math.max(1, path.size())) {
      case "systems 1" ->
          renderer.systems(
              renderer.shell(visit, "Systems", Shell.Tab.SYSTEMS, "/live"),
              pages.systems(visit.who(), parameter(ask, "q")));
      case "systems 2" -> system(visit, path.get(1));
      case "systems 3" -> metrics(visit, path);
      case "alerts 1" ->
          renderer.alerts(
              renderer.shell(visit, "Alerts", Shell.Tab.ALERTS, "/live"),
              pages.alerts(
                  visit.who(),
                  ask.query().contains("state=") ? parameter(ask, "state") : "firing"));
      case "alerts 2" -> alert(visit, path.get(1));
      case "agents 1" ->
          renderer.agents(
              renderer.shell(visit, "Agents", Shell.Tab.AGENTS, "/live"),
              pages.agents(visit.who()));
      case "actions 2" -> action(visit, path.get(1));
      case "actions 4" -> run(visit, path);
      default -> throw notFound();
    };
  }

  private String system(Visit visit, String id) throws InterruptedException {
    var page = pages.system(visit.who(), id);
    String live = "/live?system=" + encoded(page.system().name());
    return renderer.system(
        renderer.shell(visit, page.system().title(), Shell.Tab.SYSTEMS, live), page);
  }

  private String metrics(Visit visit, List<String> path) throws InterruptedException {
    if (!path.get(2).equals("metrics")) {
      throw notFound();
    }
    return renderer.metrics(
        renderer.shell(visit, "Metrics of " + path.get(1), Shell.Tab.SYSTEMS, ""),
        pages.metrics(visit.who(), path.get(1)));
  }

  private String alert(Visit visit, String id) throws InterruptedException {
    AlertPage page = pages.alert(visit.who(), id);
    String live = "/live?system=" + encoded(page.alert().system());
    return renderer.alert(renderer.shell(visit, "Alert", Shell.Tab.ALERTS, live), page);
  }

  private String action(Visit visit, String id) throws InterruptedException {
    ActionPage page = pages.action(visit.who(), id);
    return renderer.action(
        renderer.shell(visit, page.action().title(), Shell.Tab.SYSTEMS, ""), page);
  }

  private String run(Visit visit, List<String> path) {
    if (!path.get(2).equals("runs")) {
      throw notFound();
    }
    var page = pages.run(visit.who(), path.get(1), path.get(3));
    String live = page.run().isOpen() ? visit.path() + "/live" : "";
    return renderer.run(
        renderer.shell(visit, "Run of " + page.run().action(), Shell.Tab.SYSTEMS, live), page);
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

  static List<String> segments(String path) {
    List<String> segments =
        List.of(path.split("/", -1)).stream().filter(segment -> !segment.isEmpty()).toList();
    if (!segments.stream().allMatch(segment -> ID.matcher(segment).matches())) {
      throw notFound();
    }
    return segments;
  }

  static Failure notFound() {
    return new Failure(404, "NOT_FOUND", "PAGE_UNKNOWN", "There is no such page.");
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
