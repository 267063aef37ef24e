package io.aramaki.gateway.web.ui;

import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.page.Changes;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.LocalPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the forms of the web UI do. Each sends the browser back to a page, so that reloading it
/// does nothing twice.
public final class Forms {
  private static final String PARAMETER = "p.";
  private static final int SILENCE_HOURS_MAX = 24 * 30;

  private final Changes changes;

  public Forms(Changes changes) {
    this.changes = changes;
  }

  Answer post(Ask ask, List<String> path, Credential who) {
    if (!ask.mediaType().equals("application/x-www-form-urlencoded")) {
      throw new Failure(415, "INVALID_ARGUMENT", "MEDIA_TYPE", "pages take forms");
    }
    Map<String, String> form = read(ask);
    String first = path.isEmpty() ? "" : path.getFirst();
    return switch (first + " " + path.size() + " " + (path.isEmpty() ? "" : path.getLast())) {
      case "alerts 3 acknowledge" -> {
        changes.acknowledge(who, path.get(1), text(form, "comment"), text(form, "etag"));
        yield back(form, "acknowledged");
      }
      case "alerts 3 resolve" -> {
        changes.resolve(who, path.get(1), text(form, "comment"), text(form, "etag"));
        yield back(form, "resolved");
      }
      case "alerts 3 silence" -> {
        changes.silence(
            who, path.get(1), hours(form), text(form, "reason"), text(form, "request_id"));
        yield back(form, "silenced");
      }
      case "systems 3 notes" -> {
        changes.note(who, path.get(1), text(form, "text"), text(form, "request_id"));
        yield back(form, "noted");
      }
      case "tickets 3 comment" -> {
        changes.comment(who, path.get(1), text(form, "text"), text(form, "request_id"));
        yield back(form, "commented");
      }
      case "tickets 3 retry" -> {
        changes.retry(who, path.get(1));
        yield back(form, "retried");
      }
      case "actions 3 run" -> {
        String run = changes.run(who, path.get(1), parameters(form), text(form, "request_id"));
        yield Answer.seeOther("/actions/" + path.get(1) + "/runs/" + run);
      }
      case "actions 5 cancel" -> {
        changes.cancel(who, path.get(1), path.get(3));
        yield back(form, "cancelled");
      }
      default -> throw UiSite.notFound();
    };
  }

  private static Map<String, String> read(Ask ask) {
    try {
      return ask.form();
    } catch (IllegalArgumentException _) {
      throw new Failure(400, "INVALID_ARGUMENT", "INVALID_REQUEST", "The form cannot be read.");
    }
  }

  private static String text(Map<String, String> form, String field) {
    return form.getOrDefault(field, "").strip();
  }

  private static Duration hours(Map<String, String> form) {
    String hours = text(form, "hours");
    if (!hours.matches("[0-9]{1,4}")
        || Integer.parseInt(hours) < 1
        || Integer.parseInt(hours) > SILENCE_HOURS_MAX) {
      throw new Failure(
          400,
          "INVALID_ARGUMENT",
          "INVALID_REQUEST",
          "A silence lasts 1 to " + SILENCE_HOURS_MAX + " hours.");
    }
    return Duration.ofHours(Integer.parseInt(hours));
  }

  /// The fields of the action's form; one that was left empty takes its default.
  private static Map<String, String> parameters(Map<String, String> form) {
    Map<String, String> parameters = new TreeMap<>();
    form.forEach((field, value) -> {
      if (field.startsWith(PARAMETER) && !value.isEmpty()) {
        parameters.put(field.substring(PARAMETER.length()), value);
      }
    });
    return parameters;
  }

  private static Answer back(Map<String, String> form, String done) {
    String page = LocalPath.of(text(form, "back"));
    return Answer.seeOther(page + (page.contains("?") ? "&" : "?") + "done=" + done);
  }
}
