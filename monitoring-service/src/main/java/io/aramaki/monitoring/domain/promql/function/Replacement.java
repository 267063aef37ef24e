package io.aramaki.monitoring.domain.promql.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.aramaki.monitoring.domain.promql.select.Regexes;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sets a label from another one by a regular expression, which `label_replace` does.
public final class Replacement {
  private static final int HIGHEST_GROUP = 100_000_000;

  private final String target;
  private final String template;
  private final String source;
  private final Pattern pattern;

  private Replacement(String target, String template, String source, Pattern pattern) {
    this.target = target;
    this.template = template;
    this.source = source;
    this.pattern = pattern;
  }

  /// Reads what the function was given.
  ///
  /// @param arguments target, template, source and regular expression
  /// @throws QueryException if the regular expression or the target is none
  public static Replacement of(List<String> arguments, int regexSize) {
    String target = arguments.get(0);
    String regex = arguments.get(3);
    Pattern pattern;
    try {
      pattern = Regexes.whole(regex, regexSize);
    } catch (IllegalArgumentException _) {
      throw QueryException.execution("invalid regular expression in label_replace(): " + regex);
    }
    if (!LabelNames.isValid(target)) {
      throw QueryException.execution(
          "invalid destination label name in label_replace(): " + target);
    }
    return new Replacement(target, arguments.get(1), arguments.get(2), pattern);
  }

  public Labels apply(Labels labels) {
    var matcher = pattern.matcher(labels.get(source));
    return matcher.matches() ? labels.with(target, expand(matcher)) : labels;
  }

  /// Fills the template as Go's `Expand` does: `$1`, `${1}`, `$name`, `$$`; what is no group is
  /// empty.
  private String expand(Matcher matcher) {
    var text = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c != '$') {
        text.append(c);
        at++;
      } else if (template.startsWith("$$", at)) {
        text.append('$');
        at += 2;
      } else {
        at = group(matcher, at, text);
      }
    }
    return text.toString();
  }

  private int group(Matcher matcher, int dollar, StringBuilder text) {
    boolean braced = template.startsWith("${", dollar);
    int start = dollar + (braced ? 2 : 1);
    int end = start;
    while (end < template.length() && isWord(template.charAt(end))) {
      end++;
    }
    boolean closed = !braced || (end < template.length() && template.charAt(end) == '}');
    if (end == start || !closed) {
      text.append('$');
      return dollar + 1;
    }
    @Nullable String value = value(matcher, template.substring(start, end));
    text.append(value == null ? "" : value);
    return braced ? end + 1 : end;
  }

  private @Nullable String value(Matcher matcher, String name) {
    int number = number(name);
    if (number < 0) {
      @Nullable Integer named = pattern.namedGroups().get(name);
      return named == null ? null : matcher.group(named);
    }
    return number <= matcher.groupCount() ? matcher.group(number) : null;
  }

  private static int number(String name) {
    if (name.length() > 1 && name.charAt(0) == '0') {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9' || number >= HIGHEST_GROUP) {
        return -1;
      }
      number = (number * 10) + (c - '0');
    }
    return (int) Math.min(number, Integer.MAX_VALUE);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
