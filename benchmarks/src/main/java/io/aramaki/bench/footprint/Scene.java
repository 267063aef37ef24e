package io.aramaki.bench.footprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.cli.api.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// What the watched agent has to do: a system of its own, ten checks, half of them plugins, and at
/// least a hundred series each ten seconds, from the host and from the plugins.
final class Scene {
  static final int CHECKS = 10;
  static final int PLUGINS = 5;
  static final int INTERVAL_SECONDS = 10;
  static final int SERIES_MIN = 100;

  /// Together with what a small host shows of itself these are more than [#SERIES_MIN].
  private static final int SERIES_PER_PLUGIN = 15;

  private static final String AGENT = "footprint";
  private static final String SYSTEM = "orgs/-/systems/" + AGENT;
  private static final String EXECUTABLE = "rwx------";

  private final Api api;
  private final Path directory;
  private final int agentsPort;

  /// @param directory for the agent's configuration and state
  /// @param agentsPort the gateway's door for agents, on this host
  Scene(Api api, Path directory, int agentsPort) {
    this.api = api;
    this.directory = directory;
    this.agentsPort = agentsPort;
  }

  /// Writes the agent's configuration and the plugin, and tells the instance of the checks.
  ///
  /// @return the enrolment token
  String prepare() throws IOException {
    Files.createDirectories(directory);
    Path plugin = directory.resolve("check_values");
    Files.writeString(plugin, plugin());
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString(EXECUTABLE));
    Files.writeString(
        config(),
        "state-directory: %s\ngateways: [\"localhost:%d\"]\n"
            .formatted(directory.resolve("state"), agentsPort));
    var request = Api.object().put("system_id", AGENT);
    request.putObject("system").put("display_name", AGENT);
    api.post("/v1/orgs/-/systems", request);
    for (int i = 0; i < PLUGINS; i++) {
      ObjectNode check = check("plugin-" + i);
      ObjectNode body = (ObjectNode) check.path("check");
      body.putObject("command").putArray("arguments").add(plugin.toString());
      api.post("/v1/orgs/-/checks", check);
    }
    for (String builtin : List.of("load", "memory", "disk", "swap", "processes")) {
      ObjectNode check = check("builtin-" + builtin);
      ((ObjectNode) check.path("check")).putObject("builtin").put("id", builtin);
      api.post("/v1/orgs/-/checks", check);
    }
    var body = Api.object().put("agent_id", AGENT).put("system", SYSTEM);
    return api.post("/v1/orgs/-/enrolmentTokens", body).path("token").asText();
  }

  private static ObjectNode check(String id) {
    ObjectNode request = Api.object().put("check_id", AGENT + "-" + id);
    request
        .putObject("check")
        .put("system", SYSTEM)
        .put("interval", INTERVAL_SECONDS + "s")
        .put("timeout", INTERVAL_SECONDS + "s");
    return request;
  }

  private static String plugin() {
    var text = new StringBuilder("#!/bin/sh\nprintf 'OK: values |'\n");
    for (int i = 0; i < SERIES_PER_PLUGIN; i++) {
      text.append("printf ' value%d=%%d' $(($$ + %d))\n".formatted(i, i));
    }
    return text.append("echo\n").toString();
  }

  Path config() {
    return directory.resolve("agent.yaml");
  }

  /// How many series of the agent's system have a newest sample.
  int series() throws IOException {
    return api.list("/v1/" + SYSTEM + "/latestSamples", "series", Map.of()).size();
  }

  /// How many of the checks have a result.
  int results() throws IOException {
    int results = 0;
    for (JsonNode state : api.list("/v1/orgs/-/checkStates", "check_states", Map.of())) {
      if (state.path("check").asText().contains("/" + AGENT + "-")) {
        results++;
      }
    }
    return results;
  }
}
