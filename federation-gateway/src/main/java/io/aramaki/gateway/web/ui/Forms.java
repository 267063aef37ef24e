package io.aramaki.gateway.web.ui;

import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.page.Changes;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.LocalPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What the forms of the web UI do. Each sends the browser back to a page, so that reloading it
/// does nothing twice.
public final class Forms {
  private static final String PARAMETER = "p.";
  private static final int SILENCE_HOURS_MAX = 24 * 30;

  private static final String COMMENT = "comment";
  private static final String ETAG = "etag";
  private static final String HOURS = "hours";
  private static final String REASON = "reason";
  private static final String TEXT = "text";
  private static final String REQUEST_ID = "request_id";

  /// The page to which the browser goes back.
  private static final String BACK = "back";

  private final Changes changes;

  public Forms(Changes changes) {
    this.changes = changes;
  }

  /// Does what one form asks for.
  @FunctionalInterface
  private interface Act {
    Answer answer(Credential who, Map<String, String> ids, Form form);
  }

  /// One form.
  static final class Deed {
    private final List<String> fields;
    private final Act act;

    private Deed(Act act, String... fields) {
      this.fields = List.of(fields);
      this.act = act;
    }

    /// Does what was sent.
    Answer answer(Credential who, Map<String, String> ids, Ask ask) {
      return act.answer(who, ids, Form.read(ask, fields));
    }
  }

  /// Answers all forms by the address to which they are sent, each with the fields that its page
  /// has.
  Map<String, Deed> deeds() {
    return Map.of(
        "/alerts/{alert}/acknowledge",
        new Deed(this::acknowledge, COMMENT, ETAG, BACK),
        "/alerts/{alert}/resolve",
        new Deed(this::resolve, COMMENT, ETAG, BACK),
        "/alerts/{alert}/silence",
        new Deed(this::silence, HOURS, REASON, REQUEST_ID, BACK),
        "/systems/{system}/notes",
        new Deed(this::note, TEXT, REQUEST_ID, BACK),
        "/tickets/{ticket}/comment",
        new Deed(this::comment, TEXT, REQUEST_ID, BACK),
        "/tickets/{ticket}/retry",
        new Deed(this::retry, BACK),
        "/actions/{action}/run",
        new Deed(this::run, PARAMETER + "*", REQUEST_ID),
        "/actions/{action}/runs/{run}/cancel",
        new Deed(this::cancel, BACK));
  }

  private Answer acknowledge(Credential who, Map<String, String> ids, Form form) {
    changes.acknowledge(who, id(ids, "alert"), form.text(COMMENT), form.text(ETAG));
    return back(form, "acknowledged");
  }

  private Answer resolve(Credential who, Map<String, String> ids, Form form) {
    changes.resolve(who, id(ids, "alert"), form.text(COMMENT), form.text(ETAG));
    return back(form, "resolved");
  }

  private Answer silence(Credential who, Map<String, String> ids, Form form) {
    changes.silence(
        who, id(ids, "alert"), hours(form), form.required(REASON), form.text(REQUEST_ID));
    return back(form, "silenced");
  }

  private Answer note(Credential who, Map<String, String> ids, Form form) {
    changes.note(who, id(ids, "system"), form.required(TEXT), form.text(REQUEST_ID));
    return back(form, "noted");
  }

  private Answer comment(Credential who, Map<String, String> ids, Form form) {
    changes.comment(who, id(ids, "ticket"), form.required(TEXT), form.text(REQUEST_ID));
    return back(form, "commented");
  }

  private Answer retry(Credential who, Map<String, String> ids, Form form) {
    changes.retry(who, id(ids, "ticket"));
    return back(form, "retried");
  }

  private Answer run(Credential who, Map<String, String> ids, Form form) {
    String action = id(ids, "action");
    String run = changes.run(who, action, parameters(form), form.text(REQUEST_ID));
    return Answer.seeOther("/actions/" + action + "/runs/" + run);
  }

  private Answer cancel(Credential who, Map<String, String> ids, Form form) {
    changes.cancel(who, id(ids, "action"), id(ids, "run"));
    return back(form, "cancelled");
  }

  private static String id(Map<String, String> ids, String name) {
    return Objects.requireNonNull(ids.get(name), name);
  }

  private static Duration hours(Form form) {
    String hours = form.required(HOURS);
    if (!hours.matches("[0-9]{1,4}")
        || Integer.parseInt(hours) < 1
        || Integer.parseInt(hours) > SILENCE_HOURS_MAX) {
      throw Form.bad(HOURS, "a silence lasts 1 to " + SILENCE_HOURS_MAX + " hours");
    }
    return Duration.ofHours(Integer.parseInt(hours));
  }

  /// The fields of the action's form; one that was left empty takes its default.
  private static Map<String, String> parameters(Form form) {
    Map<String, String> parameters = new TreeMap<>();
    form.fields()
        .forEach((field, value) -> {
          if (field.startsWith(PARAMETER) && !value.isEmpty()) {
            parameters.put(field.substring(PARAMETER.length()), value);
          }
        });
    return parameters;
  }

  private static Answer back(Form form, String done) {
    String page = LocalPath.of(form.text(BACK));
    return Answer.seeOther(page + (page.contains("?") ? "&" : "?") + "done=" + done);
  }
}
