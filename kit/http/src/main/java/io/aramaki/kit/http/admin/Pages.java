package io.aramaki.kit.http.admin;

import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the admin server answers about the process.
final class Pages {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Instance instance;
  private final Health health;

  record Page(int status, Map<String, Object> json) {
    void send(ServerResponse response) {
      AdminServer.send(response, status, json);
    }
  }

  Pages(Instance instance, Health health) {
    this.instance = instance;
    this.health = health;
  }

  /// 200 if every part is ready, else 503.
  Page ready() {
    var json = new LinkedHashMap<String, Object>();
    boolean ready = putParts(json);
    return new Page(ready ? OK : UNAVAILABLE, json);
  }

  /// Always 200, with more about the process.
  Page status() {
    Instant now = instance.clock().instant();
    var json = new LinkedHashMap<String, Object>();
    json.put("service", instance.service());
    json.put("instance", instance.name());
    json.put("pid", ProcessHandle.current().pid());
    json.put("start_time", instance.startTime());
    json.put("now", now);
    json.put("uptime_seconds", Duration.between(instance.startTime(), now).toSeconds());
    putParts(json);
    return new Page(OK, json);
  }

  private boolean putParts(Map<String, Object> json) {
    var parts = health.parts();
    boolean ready = parts.values().stream().allMatch(Part::ready);
    var shown = new LinkedHashMap<String, Object>();
    parts.forEach((name, part) -> shown.put(name, part.json()));
    json.put("status", ready ? "READY" : "NOT_READY");
    json.put("parts", shown);
    return ready;
  }
}
