package io.aramaki.gateway.domain.page;

import java.util.function.Function;

/// A part of a page: there, or missing with the reason. A page is shown with what there is.
public sealed interface Part<T> {
  /// What was read.
  record Loaded<T>(T value) implements Part<T> {}

  /// Nothing could be read.
  ///
  /// @param why what people are told
  record Missing<T>(String why) implements Part<T> {}

  default boolean isLoaded() {
    return this instanceof Loaded<T>;
  }

  /// Answers what was read, or something else.
  default T or(T other) {
    return switch (this) {
      case Loaded<T> loaded -> loaded.value();
      case Missing<T> _ -> other;
    };
  }

  /// Answers why it is missing; empty if it is not.
  default String why() {
    return switch (this) {
      case Loaded<T> _ -> "";
      case Missing<T> missing -> missing.why();
    };
  }

  /// Answers the same part with something made of its value.
  default <R> Part<R> map(Function<T, R> function) {
    return switch (this) {
      case Loaded<T> loaded -> new Loaded<>(function.apply(loaded.value()));
      case Missing<T> missing -> new Missing<>(missing.why());
    };
  }
}
