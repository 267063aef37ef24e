package io.aramaki.kit.app;

/// Starts an application; what [App#run] is given by a `Main`.
@FunctionalInterface
public interface Starter {
  /// Answers when the application is ready. On failure it has closed what it had opened.
  ///
  /// @throws BadConfiguration if the operator must change something first
  Running start(Launch launch) throws Exception;
}
