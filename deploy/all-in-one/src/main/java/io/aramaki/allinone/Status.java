package io.aramaki.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aramaki.allinone.home.Commands;
import io.aramaki.allinone.home.Home;
import io.aramaki.allinone.home.Ports;
import io.aramaki.allinone.home.Provision;
import io.aramaki.allinone.keep.InstanceState;
import io.aramaki.allinone.keep.Keeper;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.Connection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/// `./aramaki status`: each part with its progress figures. Exit code 0 if all is well; the agents
/// of other hosts are shown, and checks tell about them.
final class Status {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Home home;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private boolean well = true;

  Status(Home home) {
    this.home = home;
  }

  int run() {
    var state = InstanceState.read(home);
    if (!state.supervised()) {
      System.out.println("Aramaki is not running (./aramaki up starts it)");
      return 1;
    }
    System.out.printf("%-12s %-10s %-8s %-9s %s%n", "PART", "STATE", "PID", "RESTARTS", "FIGURES");
    var missing = new TreeSet<>(home.layout().parts());
    for (var part : state.parts()) {
      missing.remove(part.name());
      well &= part.state() == Keeper.State.READY;
      System.out.printf(
          "%-12s %-10s %-8d %-9d %s%n",
          part.name(), part.state(), part.pid(), part.restarts(), part.error());
    }
    well &= missing.isEmpty();
    missing.forEach(part -> System.out.printf("%-12s %-10s%n", part, "NOT STARTED"));
    System.out.println();
    var ports = Ports.open(home);
    for (var service : Commands.SERVICES) {
      home.layout().parts(service).forEach(part -> service(part, ports.admin(part)));
    }
    agents();
    return well ? 0 : 1;
  }

  private void service(String name, int port) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/status"))
              .timeout(TIMEOUT)
              .build();
      var answer = JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      answer
          .path("parts")
          .properties()
          .forEach(entry -> part(name, entry.getKey(), entry.getValue()));
    } catch (IOException e) {
      well = false;
      System.out.printf("%-12s does not answer: %s%n", name, e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      well = false;
    }
  }

  private void part(String service, String name, JsonNode part) {
    boolean ready = part.path("ready").asBoolean();
    well &= ready;
    System.out.printf(
        "%-12s %-14s %-9s %s%n",
        service,
        name,
        ready ? "ready" : "NOT READY",
        part.path("reason").asText("") + figures(part.path("figures")));
  }

  private void agents() {
    if (!Files.exists(home.connection())) {
      return;
    }
    try {
      var answer =
          Api.open(Connection.read(home.connection())).get("/v1/orgs/-/agentStatuses", Map.of());
      var own = Provision.agentId(home);
      boolean ownConnected = false;
      for (var agent : answer.path("agent_statuses")) {
        var id = agent.path("agent").asText().replaceAll(".*/", "");
        boolean connected = agent.path("connected").asBoolean();
        ownConnected |= connected && id.equals(own);
        System.out.printf(
            "%-12s %-14s %-9s last_ack=%s spool_records=%s spool_bytes=%s oldest_unacknowledged=%s%n",
            "agent",
            id,
            connected ? "connected" : "AWAY",
            agent.path("last_ack_time").asText("never"),
            agent.path("spool_records").asText("0"),
            agent.path("spool_bytes").asText("0"),
            agent.path("oldest_unacknowledged_age").asText("0s"));
      }
      well &= ownConnected;
    } catch (IOException | RuntimeException e) {
      well = false;
      System.out.println("agents       cannot be asked: " + e.getMessage());
    }
  }

  private static String figures(JsonNode figures) {
    var text = new StringJoiner(" ");
    figures
        .properties()
        .forEach(entry -> text.add(entry.getKey() + "=" + entry.getValue().asText()));
    return text.toString();
  }
}
