package io.aramaki.kit.security.audit;

import io.aramaki.kit.security.Sha256;
import io.aramaki.type.v1.Principal;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Who asked for which change. It is written before the change has an effect, so it says what was
/// asked, not what came of it.
///
/// @param principal who asked
/// @param method the full name of the RPC
/// @param resource the resource that the request names; empty if none
/// @param requestSha256 SHA-256 of the serialised request, secrets blanked
/// @param summary what was asked for, for people, secrets blanked; make it by [#summarise(String)]
/// @param trace the trace as 32 hex digits; empty if none
public record AuditEntry(
    Principal principal,
    String method,
    String resource,
    Sha256 requestSha256,
    String summary,
    String trace) {
  /// The longest summary, in UTF-16 units.
  public static final int SUMMARY_MAX = 1000;

  private static final String CUT = "…";

  public AuditEntry {
    if (method.isEmpty()) {
      throw new IllegalArgumentException("an audit entry names the method that was called");
    }
    if (summary.length() > SUMMARY_MAX) {
      throw new IllegalArgumentException(
          "a summary has at most " + SUMMARY_MAX + " characters, not " + summary.length());
    }
    requireText("method", method);
    requireText("resource", resource);
    requireText("summary", summary);
    requireText("trace", trace);
  }

  /// Answers a text cut to what a summary may hold, never in the middle of a character.
  public static String summarise(String text) {
    if (text.length() <= SUMMARY_MAX) {
      return text;
    }
    int end = SUMMARY_MAX - CUT.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
  }

  /// Half a surrogate pair has no UTF-8 form; as it would be replaced, two different texts would
  /// have one hash.
  private static void requireText(String what, String text) {
    try {
      StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the " + what + " holds half a surrogate pair", e);
    }
  }

  @Override
  public String toString() {
    return "AuditEntry[%s by %s on %s, request %s]"
        .formatted(method, principal.getName(), resource, requestSha256);
  }
}
