package io.aramaki.agent.action;

/// A dispatch is not carried out, now or ever.
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why, as the wire says it.
  public enum Reason {
    EXPIRED,
    WRONG_AGENT,
    UNKNOWN_DEFINITION,
    BAD_SIGNATURE,
    INVALID_PARAMETER,
    NOT_ALLOWED_HERE,
    /// It could not be written down that it begins: the disk or the journal is full.
    NOT_JOURNALLED
  }

  private final Reason reason;
  private final String explanation;

  Refused(Reason reason, String explanation) {
    super(reason + ": " + explanation);
    this.reason = reason;
    this.explanation = explanation;
  }

  public Reason reason() {
    return reason;
  }

  public String explanation() {
    return explanation;
  }
}
