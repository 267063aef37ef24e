package io.aramaki.kit.grpc.error;

import java.util.Optional;
import java.util.function.Function;

/// Turns what a service's domain throws into refusals. Each service has one, a `switch` without
/// `default` over its sealed exception, so that a new exception does not compile until it is
/// mapped.
@FunctionalInterface
public interface ErrorMapping {
  /// Maps nothing.
  ErrorMapping NONE = _ -> Optional.empty();

  /// Answers the refusal for an exception; empty if it is none that the service throws on purpose.
  Optional<Refusal> refusalOf(Throwable thrown);

  /// Maps one family of exceptions.
  static <E extends Throwable> ErrorMapping of(Class<E> type, Function<E, Refusal> refusal) {
    return thrown ->
        type.isInstance(thrown) ? Optional.of(refusal.apply(type.cast(thrown))) : Optional.empty();
  }

  /// Asks another mapping for what this one does not know.
  default ErrorMapping or(ErrorMapping other) {
    return thrown -> refusalOf(thrown).or(() -> other.refusalOf(thrown));
  }
}
