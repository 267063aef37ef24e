package io.aramaki.kit.name;

/// A text that is no resource name, or one of another kind than is asked for; the message says what
/// it must look like.
public final class IllegalResourceName extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  IllegalResourceName(String message) {
    super(message);
  }
}
