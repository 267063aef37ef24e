package io.aramaki.kit.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The W3C `traceparent` text and the place in a trace it stands for. The text is what we store
/// with an observation and send in messages: `00-{trace id}-{span id}-01`.
///
/// A text that is empty or malformed means "no trace": tracing never is a reason to refuse work.
public final class TraceContext {
  private static final int LENGTH_MAX = 512;
  private static final Pattern TRACEPARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private TraceContext() {}

  /// Answers the text for the current span, empty if there is none.
  public static Optional<String> current() {
    return of(Context.current());
  }

  /// Answers the text for the span of a context, empty if it has none.
  public static Optional<String> of(Context context) {
    return of(Span.fromContext(context).getSpanContext());
  }

  /// Answers the text for a span, empty if it is no valid one.
  public static Optional<String> of(SpanContext span) {
    return span.isValid()
        ? Optional.of(
            "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex())
        : Optional.empty();
  }

  /// Answers a context whose span is the given one, for `setParent`; the root context if there is
  /// none.
  public static Context parent(String traceparent) {
    return Context.root().with(Span.wrap(span(traceparent)));
  }

  /// Answers the span itself, for `addLink`; an invalid one if there is none.
  public static SpanContext span(String traceparent) {
    if (traceparent.length() > LENGTH_MAX) {
      return SpanContext.getInvalid();
    }
    Matcher parts = TRACEPARENT.matcher(traceparent);
    if (!parts.matches()
        || parts.group(1).equals("ff")
        || (parts.group(1).equals("00") && parts.group(5) != null)) {
      return SpanContext.getInvalid();
    }
    SpanContext span =
        SpanContext.createFromRemoteParent(
            parts.group(2),
            parts.group(3),
            TraceFlags.fromHex(parts.group(4), 0),
            TraceState.getDefault());
    return span.isValid() ? span : SpanContext.getInvalid();
  }

  /// Tells whether the trace is recorded, so that it is worth to carry it on.
  public static boolean isSampled(String traceparent) {
    return span(traceparent).isSampled();
  }
}
