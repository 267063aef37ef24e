package io.aramaki.kit.config;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Prints the keys of a configuration, one line each and the purpose below.
final class Description {
  private final StringBuilder out = new StringBuilder();
  private final Set<Class<?>> open = new HashSet<>();

  private Description() {}

  static String of(Class<? extends Record> type) {
    var description = new Description();
    description.section(new Shape.Section(type), "");
    return description.out.toString();
  }

  private void section(Shape.Section section, String prefix) {
    if (!open.add(section.type())) {
      out.append(prefix).append("…  as above\n");
      return;
    }
    for (Shape.Key key : section.keys().values()) {
      Shape shape = key.shape();
      String name = prefix + key.name();
      if (!(shape instanceof Shape.Section) || !key.doc().isEmpty()) {
        line(name, shape, key.defaultText(), key.doc());
      }
      below(shape, name);
    }
    open.remove(section.type());
  }

  private void below(Shape shape, String name) {
    switch (shape) {
      case Shape.Plain _ -> {}
      case Shape.OptionalOf(Shape inner) -> below(inner, name);
      case Shape.ListOf(Shape element, boolean _) -> below(element, name + "[]");
      case Shape.MapOf(Shape value) -> below(value, name + ".{name}");
      case Shape.Section section -> section(section, name + ".");
      case Shape.Choice choice -> {
        for (Map.Entry<String, Shape.Section> kind : choice.kinds().entrySet()) {
          section(kind.getValue(), name + "(" + kind.getKey() + ").");
        }
      }
    }
  }

  private void line(String name, Shape shape, Optional<String> byDefault, String doc) {
    out.append(name).append("  ").append(shape.words());
    if (byDefault.isPresent()) {
      out.append(", default ").append(byDefault.get().isEmpty() ? "\"\"" : byDefault.get());
    } else if (shape instanceof Shape.OptionalOf) {
      out.append(", optional");
    } else if (shape instanceof Shape.Plain || shape instanceof Shape.Choice) {
      out.append(", required");
    }
    out.append('\n');
    if (!doc.isEmpty()) {
      out.append("    ").append(doc).append('\n');
    }
  }
}
