package io.aramaki.gateway.web;

import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// All addresses of the people's door besides the REST interface.
public final class Ways implements Site {
  private final List<Way> all;

  /// @throws IllegalArgumentException if two are the same: a mistake of ours
  public Ways(List<Way> all) {
    var seen = new TreeSet<String>();
    for (Way way : all) {
      if (!seen.add(way.toString())) {
        throw new IllegalArgumentException("two handlers answer " + way);
      }
    }
    this.all = List.copyOf(all);
  }

  /// Answers all of them.
  public List<Way> all() {
    return all;
  }

  @Override
  public Answer answer(Ask ask) throws InterruptedException {
    List<String> path = Way.segments(ask.path());
    String verb = ask.verb().equals("HEAD") ? "GET" : ask.verb();
    var allowed = new TreeSet<String>();
    for (Way way : all) {
      Optional<Map<String, String>> ids = way.match(path);
      if (ids.isPresent()) {
        if (way.verb().equals(verb)) {
          return way.handler().answer(ask, ids.get());
        }
        allowed.add(way.verb());
      }
    }
    if (allowed.isEmpty()) {
      throw new Failure(
          404, "NOT_FOUND", "ROUTE_UNKNOWN", "There is no page at " + ask.path() + ".");
    }
    String verbs = String.join(", ", allowed);
    return RestSite.error(
            RestError.of(
                405, "UNIMPLEMENTED", "METHOD_NOT_ALLOWED", ask.path() + " takes " + verbs))
        .with("allow", verbs);
  }
}
