package io.aramaki.monitoring.domain;

import java.util.Map;

/// A refusal of what a caller asked for: it says what was wrong, where, and what would be right.
///
/// Each kind is one reason of the API; `grpc` maps them to codes in one `switch`.
public abstract sealed class MonitoringException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private MonitoringException(String message) {
    super(message);
  }

  /// Values for machines, beside the message for people.
  public Map<String, String> details() {
    return Map.of();
  }

  /// A check definition that breaks a rule.
  public static final class InvalidCheck extends MonitoringException {
    private static final long serialVersionUID = 1;

    public InvalidCheck(String message) {
      super(message);
    }
  }

  /// There is no check of that name.
  public static final class CheckNotFound extends MonitoringException {
    private static final long serialVersionUID = 1;

    public CheckNotFound(String name) {
      super("there is no check \"" + name + "\"");
    }
  }

  /// The name is taken.
  public static final class CheckExists extends MonitoringException {
    private static final long serialVersionUID = 1;

    public CheckExists(String name) {
      super(
          "there is a check \"" + name + "\" already; choose another check_id or update that one");
    }
  }

  /// Somebody else changed it meanwhile.
  public static final class StaleEtag extends MonitoringException {
    private static final long serialVersionUID = 1;

    public StaleEtag(String name, String given, String current) {
      super(
          "\""
              + name
              + "\" was changed meanwhile: the etag is "
              + current
              + ", not "
              + given
              + "; read it again and repeat the change");
    }
  }

  /// A page token of another list, or none of ours.
  public static final class InvalidPageToken extends MonitoringException {
    private static final long serialVersionUID = 1;

    public InvalidPageToken(String message) {
      super(message);
    }
  }

  /// An argument that no other reason covers.
  public static final class InvalidArgument extends MonitoringException {
    private static final long serialVersionUID = 1;

    public InvalidArgument(String message) {
      super(message);
    }
  }

  /// A timeline event that breaks a rule.
  public static final class InvalidEvent extends MonitoringException {
    private static final long serialVersionUID = 1;

    public InvalidEvent(String message) {
      super(message);
    }
  }

  /// A range of time that cannot be read.
  public static final class InvalidRange extends MonitoringException {
    private static final long serialVersionUID = 1;

    public InvalidRange(String message) {
      super(message);
    }
  }

  /// More samples than one answer may hold.
  public static final class TooManySamples extends MonitoringException {
    private static final long serialVersionUID = 1;

    public TooManySamples(int most) {
      super(
          "the range holds more than "
              + most
              + " samples; ask for a shorter range or fewer labels");
    }
  }

  /// Samples that cannot be written.
  public static final class InvalidContent extends MonitoringException {
    private static final long serialVersionUID = 1;

    public InvalidContent(String message) {
      super(message);
    }
  }

  /// Samples of a time that is not kept.
  public static final class SampleOutOfTime extends MonitoringException {
    private static final long serialVersionUID = 1;

    public SampleOutOfTime(String message) {
      super(message);
    }
  }

  /// A number of a dictionary of which nothing is known here.
  public static final class UnknownSeries extends MonitoringException {
    private static final long serialVersionUID = 1;

    public UnknownSeries(int place) {
      super(
          "what stands at place "
              + place
              + " of the dictionary was not told here; send the same with all names");
    }
  }

  /// As much is being written as may be.
  public static final class WritesFull extends MonitoringException {
    private static final long serialVersionUID = 1;

    public WritesFull(int kib) {
      super("samples of " + kib + " KiB are being written already; try again");
    }
  }

  /// As many queries as may be are evaluated or wait already.
  public static final class QueriesFull extends MonitoringException {
    private static final long serialVersionUID = 1;

    public QueriesFull(int running, int waiting) {
      super(
          "too many concurrent queries: "
              + running
              + " are evaluated and "
              + waiting
              + " wait already, which is the limit; try again");
    }
  }

  /// A consumer that says it has changes which do not exist.
  public static final class CursorAhead extends MonitoringException {
    private static final long serialVersionUID = 1;

    public CursorAhead(int shard, long cursor, long head) {
      super(
          "the cursor of shard "
              + shard
              + " is "
              + cursor
              + ", but the newest change is "
              + head
              + ": the consumer's cursors belong to another log");
    }
  }

  /// Another instance owns the agent.
  public static final class NotOwner extends MonitoringException {
    private static final long serialVersionUID = 1;
    private final int shard;
    private final String owner;

    /// @param owner the owner's address, empty if there is none now
    public NotOwner(int shard, String owner) {
      super(
          owner.isEmpty()
              ? "shard " + shard + " has no owner now; connect again"
              : "shard " + shard + " is owned by " + owner);
      this.shard = shard;
      this.owner = owner;
    }

    @Override
    public Map<String, String> details() {
      return Map.of("shard", Integer.toString(shard), "owner", owner);
    }
  }

  /// What is asked for cannot be served yet, but soon: by an owner that reads it in, or of chunks
  /// that are being built.
  public static final class NotReady extends MonitoringException {
    private static final long serialVersionUID = 1;

    public NotReady(String message) {
      super(message);
    }
  }

  /// The agent may not connect.
  public static final class AgentRevoked extends MonitoringException {
    private static final long serialVersionUID = 1;

    public AgentRevoked(String agent) {
      super(agent + " is revoked; enrol it again");
    }
  }

  /// Inventory knows no such agent: nothing that it brings has a system, so it keeps it for now.
  public static final class AgentNotFound extends MonitoringException {
    private static final long serialVersionUID = 1;

    public AgentNotFound(String agent) {
      super("inventory does not know " + agent + "; enrol it, then it brings what it has spooled");
    }
  }

  /// A frame that no agent of ours sends.
  public static final class InvalidFrame extends MonitoringException {
    private static final long serialVersionUID = 1;

    public InvalidFrame(String message) {
      super(message);
    }
  }
}
