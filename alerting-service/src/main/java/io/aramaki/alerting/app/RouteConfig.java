package io.aramaki.alerting.app;

import io.aramaki.alerting.domain.match.Matcher;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.route.Timers;
import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A node of the routing tree. What a node does not say, it has from its parent.
public record RouteConfig(
    @Doc("The receiver; the root must name one.") Optional<String> receiver,
    @Doc("Matchers, all of which must match: severity=critical, check=~http.*") List<String> match,
    @Doc("The labels that make a group; ... stands for all. Default: system and check.")
        List<String> groupBy,
    @Doc("From the first alert of a group to its first notification. Default 30s.")
        Optional<Duration> groupWait,
    @Doc("From one look at a group to the next. Default 5m.") Optional<Duration> groupInterval,
    @Doc("After which a standing problem is told again. Default 4h.")
        Optional<Duration> repeatInterval,
    @Default("false") @Doc("Whether later siblings are looked at too.") boolean goOn,
    @Doc("The nodes below.") List<RouteConfig> routes) {

  private static final List<String> GROUP_BY = List.of("system", "check");

  /// The tree.
  ///
  /// @param receivers the names that exist
  /// @throws IllegalArgumentException if a node names another receiver, or the root none
  public Route tree(Set<String> receivers) {
    var name =
        receiver.orElseThrow(() ->
            new IllegalArgumentException("route.receiver is missing: the root must name one"));
    return node("{}", name, GROUP_BY, Timers.DEFAULT, receivers, 1);
  }

  private Route node(
      String path,
      String inherited,
      List<String> labels,
      Timers timers,
      Set<String> receivers,
      int depth) {
    if (depth > Route.DEPTH_MAX) {
      throw new IllegalArgumentException("the routes are deeper than " + Route.DEPTH_MAX);
    }
    var name = receiver.orElse(inherited);
    if (!receivers.contains(name)) {
      throw new IllegalArgumentException(
          "%s names the receiver \"%s\" (there are: %s)".formatted(path, name, receivers));
    }
    var by = groupBy.isEmpty() ? labels : groupBy;
    var own =
        new Timers(
            groupWait.orElse(timers.groupWait()),
            groupInterval.orElse(timers.groupInterval()),
            repeatInterval.orElse(timers.repeatInterval()));
    var below = new ArrayList<Route>();
    for (int i = 0; i < routes.size(); i++) {
      below.add(routes.get(i).node(path + "/" + i, name, by, own, receivers, depth + 1));
    }
    return new Route(path, name, match.stream().map(Matcher::parse).toList(), by, own, goOn, below);
  }
}
