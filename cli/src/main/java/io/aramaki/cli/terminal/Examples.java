package io.aramaki.cli.terminal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `--help` shows of each verb in use.
public final class Examples {
  private static final Map<String, List<String>> BY_VERB =
      Map.ofEntries(
          Map.entry("system ls", List.of("aramaki system ls", "aramaki system ls -o json")),
          Map.entry("system show", List.of("aramaki system show web")),
          Map.entry(
              "system create",
              List.of("aramaki system create web --name 'Web shop' --subsystem db")),
          Map.entry("system facts", List.of("aramaki system facts web")),
          Map.entry("system rm", List.of("aramaki system rm web")),
          Map.entry("agent ls", List.of("aramaki agent ls")),
          Map.entry("agent show", List.of("aramaki agent show web-1")),
          Map.entry("agent token", List.of("aramaki agent token web-1 --system web")),
          Map.entry("agent revoke", List.of("aramaki agent revoke web-1 --reason stolen")),
          Map.entry(
              "check ls", List.of("aramaki check ls --system web", "aramaki check ls -o json")),
          Map.entry("check definitions", List.of("aramaki check definitions")),
          Map.entry("check show", List.of("aramaki check show web-http")),
          Map.entry(
              "check create",
              List.of(
                  "aramaki check create web-http --system web --interval 30s -- check_http -H localhost",
                  "aramaki check create web-disk --system web --builtin disk -a path=/ -a warn=80")),
          Map.entry("check rm", List.of("aramaki check rm web-http")),
          Map.entry("alert ls", List.of("aramaki alert ls", "aramaki alert ls --all")),
          Map.entry("alert show", List.of("aramaki alert show 0b1c")),
          Map.entry("alert ack", List.of("aramaki alert ack 0b1c -m 'the disk is on its way'")),
          Map.entry("alert resolve", List.of("aramaki alert resolve 0b1c -m 'host is retired'")),
          Map.entry("alert history", List.of("aramaki alert history 0b1c")),
          Map.entry("alert notifications", List.of("aramaki alert notifications")),
          Map.entry("silence ls", List.of("aramaki silence ls")),
          Map.entry(
              "silence create",
              List.of("aramaki silence create check=web-http --for 2h -m 'move of racks'")),
          Map.entry("silence expire", List.of("aramaki silence expire 7f3a")),
          Map.entry(
              "ticket ls", List.of("aramaki ticket ls --open", "aramaki ticket ls --system web")),
          Map.entry("ticket show", List.of("aramaki ticket show 5d2e")),
          Map.entry("ticket comment", List.of("aramaki ticket comment 5d2e 'looked at it'")),
          Map.entry("ticket retry", List.of("aramaki ticket retry 5d2e")),
          Map.entry("ticket trackers", List.of("aramaki ticket trackers")),
          Map.entry("action ls", List.of("aramaki action ls --system web")),
          Map.entry("action show", List.of("aramaki action show flush-cache")),
          Map.entry(
              "action create",
              List.of(
                  "aramaki action create flush-cache --system web -- /usr/bin/varnishadm ban req.url ~ .")),
          Map.entry(
              "action run",
              List.of(
                  "aramaki action run web flush-cache",
                  "aramaki action run web restart -p unit=nginx")),
          Map.entry("action cancel", List.of("aramaki action cancel 0b1c6a2e")),
          Map.entry("action runs", List.of("aramaki action runs --system web")),
          Map.entry(
              "timeline",
              List.of(
                  "aramaki timeline web --since 2d", "aramaki timeline web --note 'new cable'")),
          Map.entry("metric ls", List.of("aramaki metric ls web")),
          Map.entry("metric read", List.of("aramaki metric read web load1 --since 6h")),
          Map.entry(
              "metric query",
              List.of(
                  "aramaki metric query 'topk(5, load1)'",
                  "aramaki metric query 'rate(http_requests_total[5m])' --since 6h --step 10m")),
          Map.entry("user ls", List.of("aramaki user ls")),
          Map.entry("user create", List.of("aramaki user create bob --name 'Bob B' --password")),
          Map.entry("user grant", List.of("aramaki user grant bob operator --system web")),
          Map.entry("user roles", List.of("aramaki user roles")),
          Map.entry("user token", List.of("aramaki user token ci")),
          Map.entry("user tokens", List.of("aramaki user tokens", "aramaki user tokens bob")),
          Map.entry("user revoke-token", List.of("aramaki user revoke-token 3f9a01bc")),
          Map.entry("user passwd", List.of("aramaki user passwd", "aramaki user passwd bob")),
          Map.entry(
              "login",
              List.of(
                  "aramaki login",
                  "aramaki login --user bob --url https://localhost:7443 --ca ca.pem")),
          Map.entry("audit ls", List.of("aramaki audit ls")));

  private Examples() {}

  /// Answers the lines of a verb's help about its use; empty for a noun.
  ///
  /// @param verb such as `check ls`
  public static Optional<String[]> of(String verb) {
    return Optional.ofNullable(BY_VERB.get(verb))
        .map(examples -> {
          var lines = new java.util.ArrayList<String>();
          lines.add("");
          for (String example : examples) {
            lines.add((lines.size() == 1 ? "Example:  " : "          ") + example);
          }
          return lines.toArray(String[]::new);
        });
  }

  /// Answers all examples by verb.
  public static Map<String, List<String>> all() {
    return BY_VERB;
  }
}
