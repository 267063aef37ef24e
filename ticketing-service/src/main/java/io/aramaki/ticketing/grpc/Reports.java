package io.aramaki.ticketing.grpc;

import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.Times;
import io.aramaki.ticketing.domain.AlertReport;
import io.aramaki.ticketing.domain.LinkKey;
import io.aramaki.ticketing.domain.TicketingException.InvalidRequest;
import io.aramaki.ticketing.v1.ReportAlertRequest;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Reads what alerting reports. The limits are those of an alert, so that nothing alerting keeps is
/// ever refused here.
final class Reports {
  /// The longest summary, in characters.
  static final int SUMMARY_MAX = 4_000;

  /// The longest name of a tracker, key or URL, in characters.
  static final int TEXT_MAX = 1_000;

  private static final List<String> SEVERITIES = List.of("", "unknown", "warning", "critical");

  private final RequestNames names;

  Reports(RequestNames names) {
    this.names = names;
  }

  LinkKey key(ReportAlertRequest request) {
    requireLength("tracker", request.getTracker(), 1, TEXT_MAX);
    requireLength("dedupe_key", request.getDedupeKey(), 1, TEXT_MAX);
    requireCount("episode", request.getEpisode());
    return new LinkKey(request.getTracker(), request.getDedupeKey(), request.getEpisode());
  }

  AlertReport report(ReportAlertRequest request) {
    requireCount("transition_seq", request.getTransitionSeq());
    requireLength("summary", request.getSummary(), 0, SUMMARY_MAX);
    requireLength("url", request.getUrl(), 0, TEXT_MAX);
    requireLength("traceparent", request.getTraceparent(), 0, TEXT_MAX);
    if (!SEVERITIES.contains(request.getSeverity())) {
      throw new InvalidRequest(
          "severity",
          "\"%s\" is no severity (expected: warning, critical, unknown or none)"
              .formatted(request.getSeverity()));
    }
    var _ = names.in("alerts", "alert", request.getAlert());
    return new AlertReport(
        request.getAlert(),
        names.system("system", request.getSystem()),
        request.getTransitionSeq(),
        request.getFiring(),
        request.getSeverity(),
        request.getSummary(),
        request.getLabelsMap(),
        Times.instant("start_time", request.getStartTime()).truncatedTo(ChronoUnit.MILLIS),
        request.getUrl(),
        request.getTraceparent());
  }

  static void requireLength(String field, String text, int min, int max) {
    if (text.length() < min || text.length() > max || (min > 0 && text.isBlank())) {
      throw new InvalidRequest(
          field, "it has %d characters (expected: %d to %d)".formatted(text.length(), min, max));
    }
  }

  /// An unsigned number beyond the signed ones is negative in Java.
  private static void requireCount(String field, long number) {
    if (number < 1) {
      throw new InvalidRequest(
          field,
          "%s is no count (expected: 1 to %d)"
              .formatted(Long.toUnsignedString(number), Long.MAX_VALUE));
    }
  }
}
