package io.aramaki.alerting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.alerting.domain.match.Matcher;
import io.aramaki.alerting.domain.suppress.Suppression;
import java.util.ArrayList;
import java.util.HashSet;

/// Suppressions as JSON.
final class SuppressionJson {
  private SuppressionJson() {}

  static ObjectNode write(Suppression suppression) {
    var node = Json.object();
    node.put("id", suppression.id())
        .put("system", suppression.system())
        .put("reason", suppression.reason());
    node.put("author", suppression.author()).put("start", suppression.start().toString());
    node.put("expire", suppression.expire().toString())
        .put("create", suppression.create().toString());
    var systems = node.putArray("systems");
    suppression.systems().stream().sorted().forEach(systems::add);
    switch (suppression.kind()) {
      case Suppression.Silence silence -> {
        node.put("kind", "silence");
        var matchers = node.putArray("matchers");
        silence
            .matchers()
            .forEach(matcher ->
                matchers
                    .addObject()
                    .put("name", matcher.name())
                    .put("operator", matcher.operator())
                    .put("operand", matcher.operand()));
      }
    }
    return node;
  }

  static Suppression read(JsonNode node) {
    var systems = new HashSet<String>();
    node.path("systems").forEach(system -> systems.add(system.asText()));
    return new Suppression(
        node.path("id").asText(),
        kind(node),
        systems,
        node.path("system").asText(),
        node.path("reason").asText(),
        node.path("author").asText(),
        Json.time(node, "start"),
        Json.time(node, "expire"),
        Json.time(node, "create"));
  }

  private static Suppression.Kind kind(JsonNode node) {
    var matchers = new ArrayList<Matcher>();
    node.path("matchers")
        .forEach(matcher ->
            matchers.add(
                Matcher.of(
                    matcher.path("name").asText(),
                    matcher.path("operator").asText(),
                    matcher.path("operand").asText())));
    return new Suppression.Silence(matchers);
  }
}
