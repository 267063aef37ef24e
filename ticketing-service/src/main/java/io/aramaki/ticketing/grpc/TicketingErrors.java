package io.aramaki.ticketing.grpc;

import io.aramaki.kit.grpc.error.ErrorMapping;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.ticketing.domain.TicketingException;
import io.grpc.Status.Code;
import java.time.Duration;

/// What ticketing refuses, on the wire.
public final class TicketingErrors {
  private static final Duration COMMENTS_RETRY = Duration.ofMinutes(1);
  private static final Duration BUSY_RETRY = Duration.ofMillis(500);

  private TicketingErrors() {}

  public static ErrorMapping mapping() {
    return ErrorMapping.of(TicketingException.class, TicketingErrors::refusal);
  }

  private static Refusal refusal(TicketingException e) {
    var message = String.valueOf(e.getMessage());
    return switch (e) {
      case TicketingException.TicketNotFound _ ->
          Errors.of(Code.NOT_FOUND, "TICKET_NOT_FOUND", message);
      case TicketingException.TicketNotLinked _ ->
          Errors.of(Code.FAILED_PRECONDITION, "TICKET_NOT_LINKED", message);
      case TicketingException.TrackerUnknown _ ->
          Errors.of(Code.NOT_FOUND, "TRACKER_UNKNOWN", message);
      case TicketingException.InvalidRequest invalid ->
          Errors.invalid("INVALID_TICKET_REQUEST", invalid.field(), message);
      case TicketingException.TooManyComments _ ->
          Errors.exhausted("TOO_MANY_COMMENTS", message, COMMENTS_RETRY);
      case TicketingException.TooBusy _ -> Errors.unavailable("TICKET_BUSY", message, BUSY_RETRY);
    };
  }
}
