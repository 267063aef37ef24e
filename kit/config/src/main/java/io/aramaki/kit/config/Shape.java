package io.aramaki.kit.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What a key may hold, read from the type of a record component.
sealed interface Shape {
  /// Says in a word or two what to write.
  String words();

  /// One text, by itself.
  ///
  /// @param secret whether messages must not repeat it
  record Plain(String words, boolean secret, Scalars.Reader reader) implements Shape {}

  /// Values in the order in which they are written.
  ///
  /// @param set whether an element may be there but once
  record ListOf(Shape element, boolean set) implements Shape {
    @Override
    public String words() {
      return "list of " + element.words();
    }
  }

  /// Names that the operator chooses, each with a value.
  record MapOf(Shape value) implements Shape {
    @Override
    public String words() {
      return "map of names to " + value.words();
    }
  }

  record OptionalOf(Shape inner) implements Shape {
    @Override
    public String words() {
      return inner.words();
    }
  }

  /// The keys of a record.
  record Section(Class<?> type) implements Shape {
    @Override
    public String words() {
      return "section";
    }

    /// Reads the keys when they are asked for, since a section may hold itself.
    SequencedMap<String, Key> keys() {
      var keys = new LinkedHashMap<String, Key>();
      for (RecordComponent component : type.getRecordComponents()) {
        Key key = Key.of(component);
        keys.put(key.name, key);
      }
      return keys;
    }
  }

  /// A sealed interface: the key `kind` says which of its records is meant, by its name in
  /// kebab-case.
  record Choice(Class<?> type) implements Shape {
    static final String KIND = "kind";

    @Override
    public String words() {
      return "section with kind " + String.join("|", kinds().keySet());
    }

    SequencedMap<String, Section> kinds() {
      var kinds = new LinkedHashMap<String, Section>();
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        kinds.put(kebab(permitted.getSimpleName()), new Section(permitted));
      }
      return kinds;
    }
  }

  /// One key of a section.
  record Key(String name, Shape shape, Optional<String> defaultText, String doc, Class<?> type) {
    static Key of(RecordComponent component) {
      Default byDefault = component.getAnnotation(Default.class);
      Doc doc = component.getAnnotation(Doc.class);
      return new Key(
          kebab(component.getName()),
          Shape.of(component.getGenericType(), component),
          Optional.ofNullable(byDefault).map(Default::value),
          doc == null ? "" : doc.value(),
          component.getType());
    }
  }

  /// Reads the shape off a type.
  ///
  /// @param component who wants it, for the message
  static Shape of(Type type, Object component) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Type raw = generic.getRawType();
      if (raw.equals(Optional.class)) {
        return new OptionalOf(of(arguments[0], component));
      } else if (raw.equals(List.class) || raw.equals(Set.class)) {
        return new ListOf(of(arguments[0], component), raw.equals(Set.class));
      } else if (raw.equals(Map.class) && arguments[0].equals(String.class)) {
        return new MapOf(of(arguments[1], component));
      }
    } else if (type instanceof Class<?> plain) {
      if (plain.isRecord()) {
        return new Section(plain);
      } else if (plain.isSealed()
          && Arrays.stream(plain.getPermittedSubclasses()).allMatch(Class::isRecord)) {
        return new Choice(plain);
      }
      Optional<Plain> scalar = Scalars.of(plain);
      if (scalar.isPresent()) {
        return scalar.get();
      }
    }
    throw new IllegalArgumentException(
        "configuration cannot hold " + type + ", as " + component + " asks for");
  }

  /// Writes `contactPoints`, `ContactPoints` or `CONTACT_POINTS` as `contact-points`.
  static String kebab(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT);
  }
}
