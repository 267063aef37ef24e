package io.aramaki.gateway.web.ui;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.aramaki.gateway.grpc.route.Routes;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.Way;
import java.util.List;

/// `GET /api`: the routes of the REST interface, as a page for people and as JSON for programs.
public final class ApiSite {
  private final Routes routes;
  private final Renderer renderer;

  public ApiSite(Routes routes, Renderer renderer) {
    this.routes = routes;
    this.renderer = renderer;
  }

  /// Answers where it is.
  public List<Way> ways() {
    return List.of(new Way("GET", "/api", (ask, _) -> answer(ask)));
  }

  private Answer answer(Ask ask) {
    if (ask.wantsHtml()) {
      return Answer.html(200, renderer.api(routes.all()));
    }
    var list = new JsonArray();
    routes
        .all()
        .forEach(route -> {
          var each = new JsonObject();
          each.addProperty("method", route.verb());
          each.addProperty("path", route.path());
          each.addProperty("rpc", route.rpcName());
          each.addProperty("request", route.requestType());
          each.addProperty("role", route.role());
          each.addProperty("stream", route.isStreaming());
          list.add(each);
        });
    var body = new JsonObject();
    body.add("routes", list);
    return Answer.json(200, body + "\n");
  }
}
