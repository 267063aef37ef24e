package io.aramaki.gateway.app;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// JSON bodies that are wrong in one place. They are made from the message that a route takes, so
/// that a field that is added is tried without anybody listing it.
final class WrongBodies {
  /// A key that no message has.
  static final String UNKNOWN = "zzz";

  private static final Set<String> ONE_STRING =
      Set.of("google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask");

  private WrongBodies() {}

  /// One body.
  ///
  /// @param path the place that is wrong, dotted
  /// @param right words of which the answer must have each, because they would be right
  record Body(String json, String path, List<String> right) {}

  /// An object somewhere in a body.
  ///
  /// @param above the messages in which it is, so that none is entered twice
  private record Place(
      Descriptor type, String before, String after, String path, Set<String> above) {

    static Place top(Descriptor type) {
      return new Place(type, "", "", "", Set.of(type.getFullName()));
    }

    Place into(FieldDescriptor field) {
      boolean list = field.isRepeated();
      var longer = new LinkedHashSet<>(above);
      longer.add(field.getMessageType().getFullName());
      return new Place(
          field.getMessageType(),
          before + "{\"" + field.getName() + "\":" + (list ? "[" : ""),
          (list ? "]" : "") + "}" + after,
          join(field.getName()) + (list ? "[0]" : ""),
          longer);
    }

    boolean enters(FieldDescriptor field) {
      return isObject(field)
          && !field.isMapField()
          && !above.contains(field.getMessageType().getFullName());
    }

    Body body(String key, String value, String where, List<String> right) {
      return new Body(before + "{\"" + key + "\":" + value + "}" + after, join(key) + where, right);
    }

    private String join(String name) {
      return path.isEmpty() ? name : path + "." + name;
    }
  }

  /// Answers bodies with an unknown key, one for every object that there may be in a body.
  static List<Body> withUnknownKeys(Descriptor type) {
    return places(Place.top(type)).stream()
        .map(place ->
            place.body(
                UNKNOWN,
                "1",
                "",
                place.type.getFields().stream().map(FieldDescriptor::getName).toList()))
        .toList();
  }

  /// Answers bodies with a value of a wrong type, several for every field that there is.
  static List<Body> withWrongTypes(Descriptor type) {
    var bodies = new ArrayList<Body>();
    for (Place place : places(Place.top(type))) {
      for (FieldDescriptor field : place.type.getFields()) {
        bodies.addAll(wrongTypes(place, field));
      }
    }
    return bodies;
  }

  private static List<Body> wrongTypes(Place place, FieldDescriptor field) {
    var bodies = new ArrayList<Body>();
    String name = field.getName();
    if (field.isMapField()) {
      for (String value : List.of("true", "7", "\"?\"", "[]")) {
        bodies.add(place.body(name, value, "", List.of("an object is needed")));
      }
      for (String value : wrong(field.getMessageType().findFieldByName("value"))) {
        bodies.add(place.body(name, "{\"k\":" + value + "}", ".k", List.of()));
      }
    } else if (field.isRepeated()) {
      for (String value : List.of("true", "7", "\"?\"", "{}")) {
        bodies.add(place.body(name, value, "", List.of("an array is needed")));
      }
      for (String value : wrong(field)) {
        bodies.add(place.body(name, "[" + value + "]", "[0]", List.of()));
      }
    } else {
      for (String value : wrong(field)) {
        bodies.add(place.body(name, value, "", List.of()));
      }
    }
    return bodies;
  }

  /// Answers values that a field does not take.
  private static List<String> wrong(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> List.of("true", "7", "[]", "{}");
      case INT, LONG, FLOAT, DOUBLE, ENUM -> List.of("true", "\"?\"", "[]", "{}");
      case BOOLEAN -> List.of("7", "\"?\"", "[]", "{}");
      case BYTE_STRING -> List.of("true", "7", "\"?\"", "[]", "{}");
      case MESSAGE ->
          isObject(field)
              ? List.of("true", "7", "\"?\"", "[]")
              : isMask(field)
                  ? List.of("true", "7", "[]", "{}")
                  : List.of("true", "7", "\"?\"", "[]", "{}");
    };
  }

  /// Any text is a list of fields; whether there are such is for the service to say.
  private static boolean isMask(FieldDescriptor field) {
    return field.getMessageType().getName().equals("FieldMask");
  }

  private static boolean isObject(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && !ONE_STRING.contains(field.getMessageType().getFullName());
  }

  private static List<Place> places(Place place) {
    var places = new ArrayList<Place>();
    places.add(place);
    for (FieldDescriptor field : place.type.getFields()) {
      if (place.enters(field)) {
        places.addAll(places(place.into(field)));
      }
    }
    return places;
  }
}
