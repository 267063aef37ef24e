package io.aramaki.gateway.web.ui;

import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.web.Ask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The fields of a form that was sent. One that its page does not have is refused by name: what
/// somebody wrote must not get lost because of how its field was spelt.
///
/// @param fields what was sent, by field
public record Form(Map<String, String> fields) {
  /// How forms are sent.
  public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

  /// Ends a name that stands for all that begin with what is before it.
  private static final String ANY = "*";

  private static final int SHOWN_LENGTH_MAX = 40;

  public Form {
    fields = Map.copyOf(fields);
  }

  /// Reads a form.
  ///
  /// @param known the fields that it may have; `p.*` stands for all that begin with `p.`
  /// @throws Failure if it is none, or has a field twice or one that is not known
  public static Form read(Ask ask, List<String> known) {
    if (!ask.mediaType().equals(MEDIA_TYPE)) {
      throw new Failure(415, "INVALID_ARGUMENT", "MEDIA_TYPE", "pages take forms");
    }
    var fields = new LinkedHashMap<String, String>();
    decoded(ask)
        .forEach((field, values) -> {
          if (known.stream().noneMatch(each -> isMeant(each, field))) {
            throw bad(shown(field), "unknown field; " + valid(known));
          }
          if (values.size() > 1) {
            throw bad(field, "is there " + values.size() + " times; once is enough");
          }
          fields.put(field, values.getFirst());
        });
    return new Form(fields);
  }

  /// Answers a field without the blanks around it; empty if it was left out.
  String text(String field) {
    return fields.getOrDefault(field, "").strip();
  }

  /// Answers a field that may not be left out.
  ///
  /// @throws Failure if it was, or is blank
  String required(String field) {
    String text = text(field);
    if (text.isEmpty()) {
      throw bad(field, "is needed");
    }
    return text;
  }

  /// Shows the names only: a field may be a password.
  @Override
  public String toString() {
    return "Form of " + fields.keySet();
  }

  static Failure bad(String field, String message) {
    return new Failure(400, "INVALID_ARGUMENT", "INVALID_REQUEST", field + ": " + message);
  }

  private static Map<String, List<String>> decoded(Ask ask) {
    try {
      return ask.form();
    } catch (IllegalArgumentException _) {
      throw new Failure(400, "INVALID_ARGUMENT", "INVALID_REQUEST", "The form cannot be read.");
    }
  }

  private static boolean isMeant(String known, String field) {
    return known.endsWith(ANY)
        ? field.startsWith(known.substring(0, known.length() - ANY.length()))
        : field.equals(known);
  }

  private static String valid(List<String> known) {
    return known.isEmpty() ? "there are none here" : "valid are " + String.join(", ", known);
  }

  private static String shown(String field) {
    return field.length() <= SHOWN_LENGTH_MAX ? field : field.substring(0, SHOWN_LENGTH_MAX) + "…";
  }
}
