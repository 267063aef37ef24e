package io.aramaki.kit.config;

import io.aramaki.kit.config.Tree.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lays environment variables over what the file says. `cassandra.contact-points[0]` is
/// `ARAMAKI_CASSANDRA_CONTACT_POINTS_0`; a variable that is empty counts as not set.
final class Overrides {
  static final String PREFIX = "ARAMAKI";

  private final TreeMap<String, String> variables = new TreeMap<>();
  private final Set<String> asked = new TreeSet<>();

  Overrides(Map<String, String> environment) {
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX + "_") && !value.isEmpty()) {
        variables.put(name, value);
      }
    });
  }

  /// Warns of variables that look like a misspelt key. Others are left alone: one environment may
  /// serve several processes.
  void warnOfSlips() {
    for (String name : variables.keySet()) {
      if (!asked.contains(name)) {
        asked.stream()
            .filter(key -> Nearest.distance(name, key) <= 2)
            .findFirst()
            .ifPresent(key -> warn(name, key));
      }
    }
  }

  /// Asks for the logger when there is something to say, which spares a start its cost.
  private static void warn(String variable, String key) {
    Logger log = LoggerFactory.getLogger(Overrides.class);
    log.atWarn()
        .addKeyValue("variable", variable)
        .addKeyValue("nearest", key)
        .log("environment variable sets no key");
  }

  Tree over(Shape shape, Tree tree, String variable) {
    if (!isTouched(variable)) {
      note(shape, variable);
      return tree;
    }
    return switch (shape) {
      case Shape.Plain _ -> scalar(tree, variable);
      case Shape.OptionalOf(Shape inner) -> over(inner, tree, variable);
      case Shape.ListOf(Shape element, boolean _) -> list(element, tree, variable);
      case Shape.MapOf(Shape value) -> map(value, tree, variable);
      case Shape.Section section -> section(section, tree, variable);
      case Shape.Choice choice -> choice(choice, tree, variable);
    };
  }

  private boolean isTouched(String variable) {
    String nearest = variables.ceilingKey(variable);
    String below = variables.ceilingKey(variable + "_");
    return variable.equals(nearest) || (below != null && below.startsWith(variable + "_"));
  }

  private void note(Shape shape, String variable) {
    if (shape instanceof Shape.OptionalOf(Shape inner)) {
      note(inner, variable);
    } else if (shape instanceof Shape.Plain) {
      asked.add(variable);
    } else if (shape instanceof Shape.ListOf) {
      asked.add(variable + "_0");
    }
  }

  private Tree scalar(Tree tree, String variable) {
    asked.add(variable);
    String value = variables.get(variable);
    return value == null
        ? tree
        : new Tree.Scalar(Place.of("environment variable " + variable), value);
  }

  private Tree list(Shape element, Tree tree, String variable) {
    if (!(tree instanceof Tree.Sequence || tree instanceof Tree.Nothing)) {
      return tree;
    }
    var elements = new ArrayList<Tree>();
    if (tree instanceof Tree.Sequence written) {
      for (Tree one : written.elements()) {
        elements.add(over(element, one, variable + "_" + elements.size()));
      }
    }
    while (isTouched(variable + "_" + elements.size())) {
      elements.add(over(element, new Tree.Nothing(tree.at()), variable + "_" + elements.size()));
    }
    asked.add(variable + "_" + elements.size());
    return elements.isEmpty() ? tree : new Tree.Sequence(tree.at(), elements);
  }

  /// Changes the values of names that the file has; names come from the file only, since a variable
  /// cannot spell them.
  private Tree map(Shape value, Tree tree, String variable) {
    if (!(tree instanceof Tree.Mapping mapping)) {
      return tree;
    }
    for (String name : mapping.entries().keySet()) {
      mapping = mapping.with(name, over(value, mapping.get(name), below(variable, name)));
    }
    return mapping;
  }

  private Tree section(Shape.Section section, Tree tree, String variable) {
    if (!(tree instanceof Tree.Mapping || tree instanceof Tree.Nothing)) {
      return tree;
    }
    Tree.Mapping mapping =
        tree instanceof Tree.Mapping written
            ? written
            : new Tree.Mapping(tree.at(), new LinkedHashMap<>());
    boolean changed = false;
    for (Shape.Key key : section.keys().values()) {
      String name = below(variable, key.name());
      Tree value = over(key.shape(), mapping.get(key.name()), name);
      if (isTouched(name) && !(value instanceof Tree.Nothing)) {
        mapping = mapping.with(key.name(), value);
        changed = true;
      }
    }
    return changed ? mapping : tree;
  }

  private Tree choice(Shape.Choice choice, Tree tree, String variable) {
    Tree chosen = tree;
    if (tree instanceof Tree.Scalar || tree instanceof Tree.Nothing) {
      var entries = new LinkedHashMap<String, Tree.Entry>();
      if (tree instanceof Tree.Scalar) {
        entries.put(Shape.Choice.KIND, new Tree.Entry(tree.at(), tree));
      }
      chosen = new Tree.Mapping(tree.at(), entries);
    }
    if (!(chosen instanceof Tree.Mapping mapping)) {
      return tree;
    }
    Tree kind = scalar(mapping.get(Shape.Choice.KIND), below(variable, Shape.Choice.KIND));
    if (!(kind instanceof Tree.Scalar(Place _, String word))) {
      return tree;
    }
    Shape.Section section = choice.kinds().get(word);
    mapping = mapping.with(Shape.Choice.KIND, kind);
    return section == null ? mapping : section(section, mapping, variable);
  }

  private static String below(String variable, String key) {
    return variable + "_" + key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
