package io.aramaki.alerting.domain.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What makes two problems the same one: the system, the check and the agent that sees it. All are
/// resource names.
///
/// @param system `orgs/{org}/systems/{system}`
/// @param check `orgs/{org}/checks/{check}`
/// @param agent `orgs/{org}/agents/{agent}`
public record AlertKey(String system, String check, String agent) {
  /// So many hex digits of the hash name an alert; 64 bits, since an organisation has far fewer
  /// than 2³² problems.
  private static final int HASH_DIGITS = 16;

  /// The id of an episode of this problem: the last segment of the alert's resource name.
  public String id(long episode) {
    return "a%s-%d".formatted(hash(), episode);
  }

  /// Identifies the problem over all its episodes.
  public String hash() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var text = String.join("\0", system, check, agent);
      return HexFormat.of()
          .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
          .substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The last segment of a resource name.
  public static String lastSegment(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
