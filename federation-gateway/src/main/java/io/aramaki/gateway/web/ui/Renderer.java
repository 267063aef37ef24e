package io.aramaki.gateway.web.ui;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import io.aramaki.gateway.domain.page.ActionPage;
import io.aramaki.gateway.domain.page.AgentsPage;
import io.aramaki.gateway.domain.page.AlertPage;
import io.aramaki.gateway.domain.page.AlertsPage;
import io.aramaki.gateway.domain.page.MetricsPage;
import io.aramaki.gateway.domain.page.RunPage;
import io.aramaki.gateway.domain.page.SystemPage;
import io.aramaki.gateway.domain.page.SystemsPage;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.grpc.route.Route;
import io.aramaki.gateway.web.Assets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Renders pages with templates that were compiled with the program. Everything that comes from
/// outside is escaped by the engine, which knows whether it stands in text or in an attribute.
public final class Renderer {
  private final TemplateEngine engine;
  private final Assets assets;
  private final Clock clock;
  private final Supplier<UUID> ids;

  public Renderer(Assets assets, Clock clock, Supplier<UUID> ids) {
    this.engine = TemplateEngine.createPrecompiled(ContentType.Html);
    this.engine.setTrimControlStructures(true);
    this.assets = assets;
    this.clock = clock;
    this.ids = ids;
  }

  /// Answers what all pages have around them.
  Shell shell(Visit visit, String title, Shell.Tab tab, String live) {
    return new Shell(
        title,
        tab,
        visit.path(),
        Optional.of(visit.viewer()),
        clock.instant(),
        visit.done(),
        live,
        assets,
        ids);
  }

  private Shell outside(String title) {
    return new Shell(
        title, Shell.Tab.NONE, "/", Optional.empty(), clock.instant(), "", "", assets, ids);
  }

  /// Renders the page with the form to log in.
  ///
  /// @param next where to go afterwards
  /// @param message why it did not work; empty if it was not tried
  public String login(String next, String message) {
    return render(
        "login.jte", Map.of("shell", outside("Log in"), "next", next, "message", message));
  }

  String systems(Shell shell, SystemsPage page) {
    return render("systems.jte", Map.of("shell", shell, "page", page));
  }

  String system(Shell shell, SystemPage page) {
    return render("system.jte", Map.of("shell", shell, "page", page));
  }

  String metrics(Shell shell, MetricsPage page) {
    return render("metrics.jte", Map.of("shell", shell, "page", page));
  }

  String alerts(Shell shell, AlertsPage page) {
    return render("alerts.jte", Map.of("shell", shell, "page", page));
  }

  String alert(Shell shell, AlertPage page) {
    return render("alert.jte", Map.of("shell", shell, "page", page));
  }

  String agents(Shell shell, AgentsPage page) {
    return render("agents.jte", Map.of("shell", shell, "page", page));
  }

  String action(Shell shell, ActionPage page) {
    return render("action.jte", Map.of("shell", shell, "page", page));
  }

  String run(Shell shell, RunPage page) {
    return render("run.jte", Map.of("shell", shell, "page", page));
  }

  /// Renders the list of routes of the REST interface.
  public String api(List<Route> routes) {
    return render("api.jte", Map.of("shell", outside("REST interface"), "routes", routes));
  }

  /// Renders a failure.
  ///
  /// @param visit who looks, if that is known
  String error(Optional<Visit> visit, RestError error) {
    String title = title(error);
    Shell shell =
        visit.map(who -> shell(who, title, Shell.Tab.NONE, "")).orElseGet(() -> outside(title));
    return render("error.jte", Map.of("shell", shell, "error", error));
  }

  private static String title(RestError error) {
    return switch (error.code()) {
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      case 409 -> "Somebody was faster";
      case 429 -> "Too much at once";
      case 503, 504 -> "A service cannot be reached";
      case 500 -> "Something broke";
      default -> "That did not work";
    };
  }

  private String render(String template, Map<String, Object> parameters) {
    TemplateOutput output = new StringOutput();
    engine.render(template, parameters, output);
    return output.toString();
  }
}
