package io.aramaki.inventory.domain;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import java.util.Map;
import java.util.regex.Pattern;

/// The rules for free text and labels that all resources share.
public final class Texts {
  public static final int LABELS_MAX = 32;
  public static final int LABEL_VALUE_LENGTH_MAX = 255;
  private static final Pattern LABEL_KEY = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private Texts() {}

  /// Refuses a text that is too long or has control characters other than line breaks and tabs.
  public static void require(Kind kind, String field, String text, int lengthMax) {
    if (text.codePointCount(0, text.length()) > lengthMax) {
      throw new Invalid(
          kind,
          field,
          "has " + text.length() + " characters, at most " + lengthMax + " are allowed");
    }
    if (text.codePoints().anyMatch(Texts::isForbidden)) {
      throw new Invalid(kind, field, "has a control character; line breaks and tabs are allowed");
    }
  }

  /// Refuses a text that is empty, too long or has control characters.
  public static void requireSome(Kind kind, String field, String text, int lengthMax) {
    if (text.isBlank()) {
      throw new Invalid(kind, field, "must not be empty");
    }
    require(kind, field, text, lengthMax);
  }

  /// Refuses labels that are too many, too long or not named as labels are.
  public static void requireLabels(Kind kind, String field, Map<String, String> labels) {
    if (labels.size() > LABELS_MAX) {
      throw new Invalid(
          kind, field, "has " + labels.size() + " labels, at most " + LABELS_MAX + " are allowed");
    }
    labels.forEach((key, value) -> {
      if (!LABEL_KEY.matcher(key).matches()) {
        throw new Invalid(kind, field, "key \"" + key + "\" must match " + LABEL_KEY);
      }
      require(kind, field + "." + key, value, LABEL_VALUE_LENGTH_MAX);
    });
  }

  private static boolean isForbidden(int codePoint) {
    return Character.getType(codePoint) == Character.CONTROL
        && codePoint != '\n'
        && codePoint != '\r'
        && codePoint != '\t';
  }
}
