package io.aramaki.alerting.domain.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What makes two problems the same one: the system, the check and the agent that sees it. All are
/// resource names.
public final class AlertKey {
  /// So many bytes of the hash name an alert; 64 bits, since an organisation has far fewer than 2³²
  /// problems.
  private static final int HASH_BYTES = 8;

  private final String system;
  private final String check;
  private final String agent;
  private final String hash;

  /// @param system `orgs/{org}/systems/{system}`
  /// @param check `orgs/{org}/checks/{check}`
  /// @param agent `orgs/{org}/agents/{agent}`
  public AlertKey(String system, String check, String agent) {
    this.system = system;
    this.check = check;
    this.agent = agent;
    this.hash = hash(String.join("\0", system, check, agent));
  }

  public String system() {
    return system;
  }

  public String check() {
    return check;
  }

  public String agent() {
    return agent;
  }

  /// Identifies the problem over all its episodes.
  public String hash() {
    return hash;
  }

  /// The id of an episode of this problem: the last segment of the alert's resource name.
  public String id(long episode) {
    return "a" + hash + "-" + episode;
  }

  /// The last segment of a resource name.
  public static String lastSegment(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlertKey key
        && key.system.equals(system)
        && key.check.equals(check)
        && key.agent.equals(agent);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(system, check, agent);
  }

  private static String hash(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
