package io.aramaki.gateway.grpc.page;

import io.aramaki.gateway.domain.page.Part;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads the parts of one page at the same time; one that fails is missing, with what people are
/// told. Only a person who is not logged in any more ends the page as a whole.
final class Loading implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loading.class);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// A part that is being loaded.
  static final class Pending<T> {
    private final String what;
    private final Future<T> future;

    private Pending(String what, Future<T> future) {
      this.what = what;
      this.future = future;
    }

    /// Answers the part, after waiting for it.
    ///
    /// @throws StatusRuntimeException if the person is not logged in any more
    Part<T> await() throws InterruptedException {
      try {
        return new Part.Loaded<>(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StatusRuntimeException failure) {
          return new Part.Missing<>(why(what, failure));
        }
        throw new IllegalStateException("cannot load " + what, e.getCause());
      }
    }
  }

  /// Begins to load a part.
  ///
  /// @param what the words for it, with which a sentence can begin: `Alerts`
  <T> Pending<T> load(String what, Callable<T> source) {
    return new Pending<>(what, threads.submit(source));
  }

  static String why(String what, StatusRuntimeException failure) {
    if (failure.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
      throw failure;
    }
    log.atWarn()
        .addKeyValue("part", what)
        .addKeyValue("status", failure.getStatus().getCode())
        .addKeyValue("error", failure.getStatus().getDescription())
        .log("part of a page is missing");
    return switch (failure.getStatus().getCode()) {
      case PERMISSION_DENIED -> what + " are missing: you may not see them.";
      case UNAVAILABLE -> what + " are missing: the service that has them cannot be reached.";
      case DEADLINE_EXCEEDED -> what + " are missing: the service that has them is too slow.";
      case RESOURCE_EXHAUSTED -> what + " are missing: the service that has them is overloaded.";
      default ->
          what
              + " are missing: the service that has them failed ("
              + failure.getStatus().getCode()
              + ").";
    };
  }

  /// Says that some instances did not answer; nothing if all did.
  static List<String> incomplete(String what, Collection<String> unavailable) {
    return unavailable.isEmpty()
        ? List.of()
        : List.of(
            "Some "
                + what
                + " are missing: monitoring instance "
                + String.join(", ", unavailable)
                + " does not answer.");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
