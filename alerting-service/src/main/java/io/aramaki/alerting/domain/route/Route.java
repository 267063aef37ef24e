package io.aramaki.alerting.domain.route;

import io.aramaki.alerting.domain.match.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A node of the routing tree. An alert goes to the deepest node that matches; the first child that
/// matches ends the search unless it says `continue`.
///
/// @param path where the node stands in the tree, for group keys: `{}`, `{}/0`, `{}/0/1`
/// @param receiver the name of the receiver
/// @param matchers all must match
/// @param groupBy the labels that make a group; `...` stands for all
/// @param goOn true if later siblings are looked at too
public record Route(
    String path,
    String receiver,
    List<Matcher> matchers,
    List<String> groupBy,
    Timers timers,
    boolean goOn,
    List<Route> routes) {
  /// The deepest tree that is taken.
  public static final int DEPTH_MAX = 16;

  public Route {
    matchers = List.copyOf(matchers);
    groupBy = List.copyOf(groupBy);
    routes = List.copyOf(routes);
  }

  /// The nodes that an alert with these labels goes to; at least this one if it matches.
  public List<Route> match(Map<String, String> labels) {
    for (var matcher : matchers) {
      if (!matcher.matches(labels)) {
        return List.of();
      }
    }
    var found = new ArrayList<Route>();
    for (var route : routes) {
      var below = route.match(labels);
      found.addAll(below);
      if (!below.isEmpty() && !route.goOn()) {
        break;
      }
    }
    return found.isEmpty() ? List.of(this) : List.copyOf(found);
  }

  /// The labels by which an alert is grouped here, with their values.
  public Map<String, String> groupLabels(Map<String, String> labels) {
    var group = new java.util.TreeMap<String, String>();
    if (groupBy.contains("...")) {
      group.putAll(labels);
    } else {
      groupBy.forEach(name -> group.put(name, labels.getOrDefault(name, "")));
    }
    return group;
  }
}
