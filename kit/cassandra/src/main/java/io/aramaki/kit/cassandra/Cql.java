package io.aramaki.kit.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Statements on one session: prepared once, run with a client span, their errors translated to
/// [StorageUnavailable].
///
/// Each statement has a name in snake case, such as `select_ticket`; the span is called `cassandra
/// select_ticket`. Values never get into a span. A storage class prepares its statements in its
/// constructor and runs them by [CqlStatement#execute] and [ConditionalStatement#execute].
public final class Cql {
  private static final String SCOPE = "io.aramaki.kit.cassandra";

  private final CqlSession session;
  private final Tracer tracer;
  private final String keyspace;

  public Cql(CqlSession session, OpenTelemetry telemetry) {
    this.session = session;
    this.tracer = telemetry.getTracer(SCOPE);
    this.keyspace = session.getKeyspace().map(CqlIdentifier::asInternal).orElse("");
  }

  /// Without spans, for tools and tests.
  public Cql(CqlSession session) {
    this(session, OpenTelemetry.noop());
  }

  /// Prepares a statement without conditions; it must be idempotent, since the driver sends it
  /// again when a node fails.
  public CqlStatement prepare(String name, String text) {
    return new CqlStatement(
        this, name, session.prepare(text), DefaultConsistencyLevel.LOCAL_QUORUM);
  }

  /// Prepares a read that sees every conditional write whose outcome was decided, and decides those
  /// that were under way.
  public CqlStatement prepareSerialRead(String name, String text) {
    return new CqlStatement(
        this, name, session.prepare(text), DefaultConsistencyLevel.LOCAL_SERIAL);
  }

  /// Prepares a lightweight transaction (`IF …`).
  public ConditionalStatement prepareConditional(String name, String text) {
    return new ConditionalStatement(this, name, session.prepare(text));
  }

  /// Runs any statement and returns its first page.
  ///
  /// @param name of the span; a batch has no statement to take it from
  public ResultSet execute(String name, Statement<?> statement) {
    var span = span(name, statement.getConsistencyLevel());
    try {
      return session.execute(statement);
    } catch (RuntimeException e) {
      throw failed(span, StorageUnavailable.translate(name, e));
    } finally {
      span.end();
    }
  }

  /// Runs any statement without waiting. The stage fails with [StorageUnavailable] where [#execute]
  /// would throw it.
  public CompletionStage<AsyncResultSet> executeAsync(String name, Statement<?> statement) {
    var span = span(name, statement.getConsistencyLevel());
    return session
        .executeAsync(statement)
        .handle((result, error) -> {
          try {
            if (error == null) {
              return result;
            }
            var cause =
                error instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : error;
            throw failed(span, StorageUnavailable.translate(name, cause));
          } finally {
            span.end();
          }
        });
  }

  /// The session, for what has no statement of its own, such as schema changes.
  public CqlSession session() {
    return session;
  }

  private Span span(String name, @Nullable ConsistencyLevel consistency) {
    var span = tracer.spanBuilder("cassandra " + name).setSpanKind(SpanKind.CLIENT).startSpan();
    span.setAttribute("db.system", "cassandra");
    span.setAttribute("db.namespace", keyspace);
    if (consistency != null) {
      span.setAttribute("cassandra.consistency.level", consistency.name());
    }
    return span;
  }

  private static RuntimeException failed(Span span, RuntimeException e) {
    span.recordException(e);
    span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
    return e;
  }
}
