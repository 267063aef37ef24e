package io.aramaki.gateway.web;

/// Answers requests; one part of what the people's door has to offer.
@FunctionalInterface
public interface Site {
  /// Answers a request, on a virtual thread.
  ///
  /// @throws InterruptedException if the reader is gone
  Answer answer(Ask ask) throws InterruptedException;
}
