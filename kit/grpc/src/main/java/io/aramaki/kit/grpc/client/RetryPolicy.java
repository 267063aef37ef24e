package io.aramaki.kit.grpc.client;

import io.aramaki.kit.grpc.access.MethodAccess;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.List;
import java.util.Map;

/// Writes grpc's service config: which RPCs are tried again, how often, and the budget. Only
/// `UNAVAILABLE` is tried again, and only where sending a request twice does no harm. The budget is
/// shared by the channel: when more than a few calls fail, retries stop until calls succeed again,
/// so that a server in trouble does not get four times its load.
final class RetryPolicy {
  /// The numbers of a service config are doubles, as JSON has it.
  private static final double ATTEMPTS_MAX = 4;

  private static final double BUDGET_TOKENS = 20;
  private static final double TOKENS_PER_SUCCESS = 0.1;

  private static final Map<String, ?> POLICY =
      Map.of(
          "maxAttempts",
          ATTEMPTS_MAX,
          "initialBackoff",
          "0.1s",
          "maxBackoff",
          "2s",
          "backoffMultiplier",
          2.0,
          "retryableStatusCodes",
          List.of("UNAVAILABLE"));

  private RetryPolicy() {}

  static Map<String, ?> serviceConfig(List<ServiceDescriptor> retried) {
    List<Map<String, String>> names =
        retried.stream()
            .flatMap(service -> service.getMethods().stream())
            .filter(RetryPolicy::isRepeatable)
            .map(RetryPolicy::name)
            .toList();
    Map<String, ?> balancing = Map.of("round_robin", Map.of());
    return names.isEmpty()
        ? Map.of("loadBalancingConfig", List.of(balancing))
        : Map.of(
            "loadBalancingConfig",
            List.of(balancing),
            "methodConfig",
            List.of(Map.of("name", names, "retryPolicy", POLICY)),
            "retryThrottling",
            Map.of("maxTokens", BUDGET_TOKENS, "tokenRatio", TOKENS_PER_SUCCESS));
  }

  private static boolean isRepeatable(MethodDescriptor<?, ?> method) {
    return MethodAccess.of(method).repeatable();
  }

  private static Map<String, String> name(MethodDescriptor<?, ?> method) {
    return Map.of(
        "service", String.valueOf(method.getServiceName()),
        "method", String.valueOf(method.getBareMethodName()));
  }
}
