package io.aramaki.gateway.grpc.write;

import io.aramaki.gateway.domain.write.OtlpNames;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes labels of attributes.
final class Attributes {
  private static final String JOIN = ";";
  private static final String NAME = "service.name";
  private static final String NAMESPACE = "service.namespace";
  private static final String INSTANCE = "service.instance.id";

  private Attributes() {}

  /// Of a resource its service is `job` and `instance`; what else it says is not in the labels.
  static Map<String, String> ofResource(Resource resource) {
    var found = new LinkedHashMap<String, String>();
    for (KeyValue attribute : resource.getAttributesList()) {
      found.put(attribute.getKey(), text(attribute.getValue()));
    }
    var labels = new LinkedHashMap<String, String>();
    String name = found.getOrDefault(NAME, "");
    String namespace = found.getOrDefault(NAMESPACE, "");
    if (!name.isEmpty()) {
      labels.put("job", namespace.isEmpty() ? name : namespace + "/" + name);
    }
    if (found.containsKey(INSTANCE)) {
      labels.put("instance", found.get(INSTANCE));
    }
    return labels;
  }

  /// Attributes that become the same label are joined, in the order of their keys.
  static Map<String, String> ofPoint(List<KeyValue> attributes, Map<String, String> resource) {
    var labels = new LinkedHashMap<String, String>();
    attributes.stream()
        .sorted((one, other) -> one.getKey().compareTo(other.getKey()))
        .forEach(attribute ->
            labels.merge(
                OtlpNames.label(attribute.getKey()),
                text(attribute.getValue()),
                (one, other) -> one + JOIN + other));
    labels.putAll(resource);
    return labels;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> OtlpNames.number(value.getDoubleValue());
      case BYTES_VALUE -> Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(Attributes::quoted)
              .collect(Collectors.joining(",", "[", "]"));
      case KVLIST_VALUE ->
          value.getKvlistValue().getValuesList().stream()
              .map(pair -> quoted(pair.getKey()) + ":" + quoted(pair.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case STRING_VALUE_STRINDEX, VALUE_NOT_SET -> "";
    };
  }

  private static String quoted(AnyValue value) {
    String text = text(value);
    return switch (value.getValueCase()) {
      case STRING_VALUE, BYTES_VALUE -> quoted(text);
      case VALUE_NOT_SET, STRING_VALUE_STRINDEX -> "null";
      default -> text;
    };
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
