package io.aramaki.inventory.storage.run;

import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import io.aramaki.inventory.domain.action.Parameter;
import io.aramaki.inventory.domain.action.Parameter.Choices;
import io.aramaki.inventory.domain.action.Parameter.Prefix;
import io.aramaki.inventory.domain.action.Parameter.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a parameter of an action as a map of texts, as it lies in the column `parameters`.
final class ParameterColumn {
  static final GenericType<List<Map<String, List<String>>>> TYPE = new GenericType<>() {};

  private static final String NAME = "name";
  private static final String DESCRIPTION = "description";
  private static final String DEFAULT = "default";
  private static final String MAY_BE_OPTION = "may_be_option";
  private static final String CHOICES = "choices";
  private static final String RANGE = "range";
  private static final String PREFIX = "prefix";

  private ParameterColumn() {}

  static Map<String, List<String>> write(Parameter parameter) {
    var map = new HashMap<String, List<String>>();
    map.put(NAME, List.of(parameter.name()));
    map.put(DESCRIPTION, List.of(parameter.description()));
    parameter.defaultValue().ifPresent(value -> map.put(DEFAULT, List.of(value)));
    if (parameter.mayBeOption()) {
      map.put(MAY_BE_OPTION, List.of());
    }
    switch (parameter.type()) {
      case Choices choices -> map.put(CHOICES, choices.values());
      case Range range ->
          map.put(RANGE, List.of(Long.toString(range.min()), Long.toString(range.max())));
      case Prefix prefix -> map.put(PREFIX, List.of(prefix.prefix()));
    }
    return map;
  }

  static Parameter read(Map<String, List<String>> map) {
    return new Parameter(
        text(map, NAME),
        text(map, DESCRIPTION),
        type(map),
        Optional.ofNullable(map.get(DEFAULT)).map(List::getFirst),
        map.containsKey(MAY_BE_OPTION));
  }

  private static Parameter.Type type(Map<String, List<String>> map) {
    List<String> choices = map.get(CHOICES);
    if (choices != null) {
      return new Choices(choices);
    }
    List<String> range = map.get(RANGE);
    if (range != null) {
      return new Range(Long.parseLong(range.getFirst()), Long.parseLong(range.getLast()));
    }
    return new Prefix(text(map, PREFIX));
  }

  private static String text(Map<String, List<String>> map, String key) {
    return map.getOrDefault(key, List.of("")).getFirst();
  }
}
