package io.aramaki.cli.api;

import java.util.Optional;

/// The gateway refused a request. The message is its own, with the reason that the error table in
/// `proto/README.md` lists.
public final class ApiException extends RuntimeException {
  private final int status;
  private final String reason;

  public ApiException(int status, String reason, String message) {
    super(reason.isEmpty() ? message : "%s (%s)".formatted(message, reason));
    this.status = status;
    this.reason = reason;
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// What the reader may do about it, where that is known.
  public Optional<String> hint() {
    return switch (reason) {
      case "LOGIN_REFUSED" -> Optional.of("Try again; an administrator can set a new password.");
      case "WRONG_PASSWORD" -> Optional.of("The password in force is another one; nothing is set.");
      default -> hintOfStatus();
    };
  }

  private Optional<String> hintOfStatus() {
    return switch (status) {
      case 400 -> Optional.of("The same command with --help says what is expected.");
      case 404 -> Optional.of("'aramaki NOUN ls' shows what there is.");
      case 409 -> Optional.of("It was changed meanwhile; look at it, then try again.");
      case 429 -> Optional.of("Too much at once; wait a little, then try again.");
      case 401 ->
          Optional.of("The token is not valid any more: './aramaki login' makes a new one.");
      case 403 ->
          Optional.of(
              "You lack the role for this system; an administrator can give it: aramaki user grant --help");
      case 503, 504 -> Optional.of("A service is away; try again, or see './aramaki status'.");
      default -> Optional.empty();
    };
  }
}
