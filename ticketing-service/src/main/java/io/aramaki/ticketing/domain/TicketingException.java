package io.aramaki.ticketing.domain;

/// The caller's error. The switch that maps it to a status has no default.
public abstract sealed class TicketingException extends RuntimeException {
  private TicketingException(String message) {
    super(message);
  }

  /// There is no such ticket.
  public static final class TicketNotFound extends TicketingException {
    public TicketNotFound(String id) {
      super("there is no ticket \"%s\"".formatted(id));
    }
  }

  /// The ticket has no issue in the tracker yet.
  public static final class TicketNotLinked extends TicketingException {
    public TicketNotLinked(String id) {
      super(
          "ticket \"%s\" does not exist in its tracker yet (expected: state LINKED or RESOLVED)"
              .formatted(id));
    }
  }

  /// No tracker of this name is configured.
  public static final class TrackerUnknown extends TicketingException {
    public TrackerUnknown(String tracker, java.util.Collection<String> known) {
      super("there is no tracker \"%s\" (configured: %s)".formatted(tracker, known));
    }
  }

  /// A field of the request is wrong.
  public static final class InvalidRequest extends TicketingException {
    private final String field;

    /// @param field the path of the field
    /// @param message what is wrong with it, and what would be right
    public InvalidRequest(String field, String message) {
      super(message);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /// As many comments wait as may.
  public static final class TooManyComments extends TicketingException {
    public TooManyComments(String id, int limit) {
      super("%d comments wait for ticket \"%s\" already (expected: fewer)".formatted(limit, id));
    }
  }

  /// Too many change the ticket at the same time.
  public static final class TooBusy extends TicketingException {
    public TooBusy(String id, int tries) {
      super("ticket \"%s\" changed under each of %d tries".formatted(id, tries));
    }
  }
}
