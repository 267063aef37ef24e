package io.aramaki.gateway.domain.session;

/// Why the gateway does not open a stream, or ends it.
///
/// @param code the gRPC status
/// @param reason the reason of the `ErrorInfo`, in the domain `gateway.aramaki.io`
/// @param message what was wrong and what would be right
public record Refusal(Code code, String reason, String message) {

  /// The gRPC statuses that the gateway itself answers with, by their numbers on the wire.
  public enum Code {
    INVALID_ARGUMENT(3),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    ABORTED(10),
    UNIMPLEMENTED(12),
    UNAVAILABLE(14),
    UNAUTHENTICATED(16);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  /// Answers a refusal after which the agent comes back and resends what is not acknowledged.
  public static Refusal unavailable(String reason, String message) {
    return new Refusal(Code.UNAVAILABLE, reason, message);
  }

  public static Refusal unauthenticated(String reason, String message) {
    return new Refusal(Code.UNAUTHENTICATED, reason, message);
  }

  public static Refusal denied(String reason, String message) {
    return new Refusal(Code.PERMISSION_DENIED, reason, message);
  }
}
