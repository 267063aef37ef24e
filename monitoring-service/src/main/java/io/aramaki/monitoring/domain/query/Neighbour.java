package io.aramaki.monitoring.domain.query;

import io.aramaki.monitoring.domain.promql.select.Selection;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Series;
import java.time.Duration;
import java.util.Optional;

/// Another instance, which owns the series of other agents.
public interface Neighbour {
  /// Its name.
  String name();

  /// Begins to read its series.
  ///
  /// @param time how long the query may still take
  Cursor select(Selection selection, Visibility visibility, Duration time);

  /// Series that come one after another, by labels. The arrays of each are its own.
  interface Cursor extends AutoCloseable {
    /// The next series; empty at the end.
    ///
    /// @throws Gone if the instance does not answer
    /// @throws QueryException if it refuses, as this one would
    Optional<Series> next() throws Gone;

    /// Ends reading, also before the end.
    @Override
    void close();
  }

  /// An instance does not answer.
  final class Gone extends Exception {
    private static final long serialVersionUID = 1;

    public Gone(Throwable cause) {
      super(cause);
    }
  }
}
