package io.aramaki.kit.config;

import io.aramaki.kit.config.Tree.Place;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Makes values of their types out of a [Tree].
final class Binder {
  private Binder() {}

  static Object bind(Shape shape, Tree tree, String key) {
    return switch (shape) {
      case Shape.Plain plain -> plain(plain, tree, key);
      case Shape.OptionalOf(Shape inner) ->
          tree instanceof Tree.Nothing ? Optional.empty() : Optional.of(bind(inner, tree, key));
      case Shape.ListOf list -> list(list, tree, key);
      case Shape.MapOf(Shape value) -> map(value, tree, key);
      case Shape.Section section -> section(section, tree, key);
      case Shape.Choice choice -> choice(choice, tree, key);
    };
  }

  private static Object plain(Shape.Plain shape, Tree tree, String key) {
    return switch (tree) {
      case Tree.Scalar(Place at, String text) -> {
        try {
          yield shape.reader().read(text, at);
        } catch (IllegalArgumentException e) {
          String found = shape.secret() ? "" : ", found \"" + text + "\"";
          String hint = String.valueOf(e.getMessage());
          throw new ConfigException(
              at,
              key,
              "expected "
                  + shape.words()
                  + found
                  + (hint.startsWith("did you mean") ? "; " + hint : ""));
        }
      }
      case Tree.Nothing(Place at) -> throw missing(at, key, shape);
      default -> throw wrong(tree, key, shape);
    };
  }

  private static Object list(Shape.ListOf shape, Tree tree, String key) {
    var elements = new ArrayList<Object>();
    if (tree instanceof Tree.Sequence(Place _, List<Tree> written)) {
      for (Tree element : written) {
        elements.add(bind(shape.element(), element, key + "[" + elements.size() + "]"));
      }
    } else if (!(tree instanceof Tree.Nothing)) {
      throw wrong(tree, key, shape);
    }
    if (!shape.set()) {
      return Collections.unmodifiableList(elements);
    }
    var set = new LinkedHashSet<>(elements);
    if (set.size() < elements.size()) {
      throw new ConfigException(tree.at(), key, "has the same element twice");
    }
    return Collections.unmodifiableSet(set);
  }

  private static Object map(Shape value, Tree tree, String key) {
    var map = new LinkedHashMap<String, Object>();
    if (tree instanceof Tree.Mapping mapping) {
      mapping
          .entries()
          .forEach((name, entry) -> map.put(name, bind(value, entry.value(), key + "." + name)));
    } else if (!(tree instanceof Tree.Nothing)) {
      throw wrong(tree, key, new Shape.MapOf(value));
    }
    return Collections.unmodifiableMap(map);
  }

  private static Object section(Shape.Section shape, Tree tree, String key) {
    Tree.Mapping mapping =
        switch (tree) {
          case Tree.Mapping written -> written;
          case Tree.Nothing(Place at) -> new Tree.Mapping(at, new LinkedHashMap<>());
          default -> throw wrong(tree, key, shape);
        };
    var keys = shape.keys();
    mapping
        .entries()
        .forEach((name, entry) -> {
          if (!keys.containsKey(name)) {
            throw new ConfigException(
                entry.at(), below(key, name), "unknown key; " + Nearest.hint(name, keys.keySet()));
          }
        });
    var types = new ArrayList<Class<?>>();
    var arguments = new ArrayList<Object>();
    for (Shape.Key one : keys.values()) {
      types.add(one.type());
      arguments.add(value(one, mapping.get(one.name()), below(key, one.name())));
    }
    return construct(shape, types, arguments, mapping, key);
  }

  private static Object value(Shape.Key key, Tree tree, String path) {
    if (tree instanceof Tree.Nothing && key.defaultText().isPresent()) {
      String text = key.defaultText().get();
      Place place = Place.of("default of " + path);
      Tree byDefault =
          key.shape() instanceof Shape.Plain
              ? new Tree.Scalar(place, text)
              : Yaml.read(text, place);
      return bind(key.shape(), byDefault, path);
    }
    return bind(key.shape(), tree, path);
  }

  private static Object choice(Shape.Choice shape, Tree tree, String key) {
    Tree kind =
        switch (tree) {
          case Tree.Mapping mapping -> mapping.get(Shape.Choice.KIND);
          default -> tree;
        };
    var kinds = shape.kinds();
    String kindKey = below(key, Shape.Choice.KIND);
    if (!(kind instanceof Tree.Scalar(Place at, String word))) {
      throw kind instanceof Tree.Nothing
          ? new ConfigException(
              tree.at(), kindKey, "is missing; valid: " + String.join(", ", kinds.keySet()))
          : wrong(tree, key, shape);
    }
    Shape.Section section = kinds.get(word);
    if (section == null) {
      throw new ConfigException(
          at, kindKey, "unknown kind \"" + word + "\"; " + Nearest.hint(word, kinds.keySet()));
    }
    var rest = new LinkedHashMap<String, Tree.Entry>();
    if (tree instanceof Tree.Mapping mapping) {
      rest.putAll(mapping.entries());
      rest.remove(Shape.Choice.KIND);
    }
    return section(section, new Tree.Mapping(tree.at(), rest), key);
  }

  private static Object construct(
      Shape.Section shape,
      List<Class<?>> types,
      List<Object> arguments,
      Tree.Mapping mapping,
      String key) {
    try {
      Constructor<?> constructor =
          shape.type().getDeclaredConstructor(types.toArray(new Class<?>[0]));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refused(shape, mapping, key, refusal);
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The record's own constructor said no. If its message begins with the name of a key, that key
  /// is the place.
  private static ConfigException refused(
      Shape.Section shape, Tree.Mapping mapping, String key, RuntimeException refusal) {
    String message = String.valueOf(refusal.getMessage());
    String[] words = message.split(" ", 2);
    String name = Shape.kebab(words[0]);
    if (words.length == 2 && shape.keys().containsKey(name)) {
      return new ConfigException(mapping.get(name).at(), below(key, name), words[1]);
    }
    return new ConfigException(mapping.at(), key, message);
  }

  private static ConfigException missing(Place at, String key, Shape shape) {
    return new ConfigException(at, key, "is missing; expected " + shape.words());
  }

  private static ConfigException wrong(Tree tree, String key, Shape shape) {
    String found =
        switch (tree) {
          case Tree.Nothing _ -> "nothing";
          case Tree.Scalar _ -> "a single value";
          case Tree.Sequence _ -> "a list";
          case Tree.Mapping _ -> "a section";
        };
    return new ConfigException(tree.at(), key, "expected " + shape.words() + ", found " + found);
  }

  private static String below(String key, String name) {
    return key.isEmpty() ? name : key + "." + name;
  }
}
