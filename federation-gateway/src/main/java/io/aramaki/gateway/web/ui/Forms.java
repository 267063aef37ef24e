package io.aramaki.gateway.web.ui;

import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.page.Changes;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.LocalPath;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
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

  /// Does what one form asks for.
  @FunctionalInterface
  interface Deed {
    Answer answer(Credential who, Map<String, String> ids, Map<String, String> form);
  }

  /// Answers all forms by the address to which they are sent.
  Map<String, Deed> deeds() {
    return Map.of(
        "/alerts/{alert}/acknowledge",
        (who, ids, form) -> {
          changes.acknowledge(who, id(ids, "alert"), text(form, "comment"), text(form, "etag"));
          return back(form, "acknowledged");
        },
        "/alerts/{alert}/resolve",
        (who, ids, form) -> {
          changes.resolve(who, id(ids, "alert"), text(form, "comment"), text(form, "etag"));
          return back(form, "resolved");
        },
        "/alerts/{alert}/silence",
        (who, ids, form) -> {
          changes.silence(
              who, id(ids, "alert"), hours(form), text(form, "reason"), text(form, "request_id"));
          return back(form, "silenced");
        },
        "/systems/{system}/notes",
        (who, ids, form) -> {
          changes.note(who, id(ids, "system"), text(form, "text"), text(form, "request_id"));
          return back(form, "noted");
        },
        "/tickets/{ticket}/comment",
        (who, ids, form) -> {
          changes.comment(who, id(ids, "ticket"), text(form, "text"), text(form, "request_id"));
          return back(form, "commented");
        },
        "/tickets/{ticket}/retry",
        (who, ids, form) -> {
          changes.retry(who, id(ids, "ticket"));
          return back(form, "retried");
        },
        "/actions/{action}/run",
        (who, ids, form) -> {
          String action = id(ids, "action");
          String run = changes.run(who, action, parameters(form), text(form, "request_id"));
          return Answer.seeOther("/actions/" + action + "/runs/" + run);
        },
        "/actions/{action}/runs/{run}/cancel",
        (who, ids, form) -> {
          changes.cancel(who, id(ids, "action"), id(ids, "run"));
          return back(form, "cancelled");
        });
  }

  private static String id(Map<String, String> ids, String name) {
    return Objects.requireNonNull(ids.get(name), name);
  }

  /// Reads the fields of a form.
  static Map<String, String> read(Ask ask) {
    if (!ask.mediaType().equals("application/x-www-form-urlencoded")) {
      throw new Failure(415, "INVALID_ARGUMENT", "MEDIA_TYPE", "pages take forms");
    }
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
