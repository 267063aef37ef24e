package io.aramaki.kit.security.authority;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Passwords of people, kept as Argon2id hashes in the PHC string format:
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
///
/// A comparison takes about 40 ms of CPU and [#MEMORY_KIB] of memory by intention, so only
/// [#CONCURRENT_MAX] run at once; the others wait.
public final class Passwords {
  /// Memory of one hash: 19 MiB, with [#PASSES] and one lane a choice of the OWASP password storage
  /// cheat sheet.
  public static final int MEMORY_KIB = 19_456;

  /// Passes over the memory.
  public static final int PASSES = 2;

  /// Lanes; more would only help an attacker with more cores than we spend.
  public static final int LANES = 1;

  /// The longest password, in bytes of UTF-8.
  public static final int PASSWORD_BYTES_MAX = 1024;

  /// How many hashes are computed at once.
  public static final int CONCURRENT_MAX = 4;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int STORED_MEMORY_KIB_MAX = 1024 * 1024;
  private static final int STORED_PASSES_MAX = 64;
  private static final int STORED_LANES_MAX = 16;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})"
              + "\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{22,86})");

  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

  private final SecureRandom random;
  private final Semaphore running = new Semaphore(CONCURRENT_MAX);
  private final String nobodys;

  /// A stored hash, taken apart; salt and hash are base64 without padding.
  private record Stored(int memoryKib, int passes, int lanes, String salt, String hash) {
    Stored withHash(byte[] computed) {
      return new Stored(memoryKib, passes, lanes, salt, BASE64.encodeToString(computed));
    }

    byte[] saltBytes() {
      return Base64.getDecoder().decode(salt);
    }

    byte[] hashBytes() {
      return Base64.getDecoder().decode(hash);
    }
  }

  public Passwords(SecureRandom random) {
    this.random = random;
    this.nobodys = format(fresh());
  }

  /// Answers the string to store for a password.
  ///
  /// @throws IllegalArgumentException if the password is empty or longer than [#PASSWORD_BYTES_MAX]
  public String hash(String password) {
    var bytes = bytes(password);
    if (bytes.length == 0 || bytes.length > PASSWORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a password has 1 to " + PASSWORD_BYTES_MAX + " bytes in UTF-8, not " + bytes.length);
    }
    var fresh = fresh();
    return format(fresh.withHash(compute(bytes, fresh)));
  }

  /// Answers whether the password is the stored one, in a time that does not depend on where the
  /// hashes differ.
  ///
  /// @throws IllegalArgumentException if the stored string is not one of [#hash(String)]
  public boolean matches(String password, String stored) {
    var expected = parse(stored);
    var bytes = bytes(password);
    if (bytes.length > PASSWORD_BYTES_MAX) {
      return false;
    }
    return MessageDigest.isEqual(compute(bytes, expected), expected.hashBytes());
  }

  /// Answers false, in the time that [#matches(String, String)] takes: for a login name that does
  /// not exist, so that nobody learns that from the clock.
  public boolean matchesNobody(String password) {
    var _ = matches(password, nobodys);
    return false;
  }

  /// Answers whether a stored hash is weaker than a new one would be, so that it is made anew at
  /// the next login.
  ///
  /// @throws IllegalArgumentException if the stored string is not one of [#hash(String)]
  public boolean isOutdated(String stored) {
    var parsed = parse(stored);
    return parsed.memoryKib() < MEMORY_KIB
        || parsed.passes() < PASSES
        || parsed.hashBytes().length < HASH_BYTES
        || parsed.saltBytes().length < SALT_BYTES;
  }

  private byte[] compute(byte[] password, Stored like) {
    var parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(like.memoryKib())
            .withIterations(like.passes())
            .withParallelism(like.lanes())
            .withSalt(like.saltBytes())
            .build();
    var hash = new byte[like.hashBytes().length];
    running.acquireUninterruptibly();
    try {
      var generator = new Argon2BytesGenerator();
      generator.init(parameters);
      generator.generateBytes(password, hash);
      return hash;
    } finally {
      running.release();
      Arrays.fill(password, (byte) 0);
    }
  }

  /// Today's parameters, a new salt, and a random hash that no password is known for.
  private Stored fresh() {
    return new Stored(MEMORY_KIB, PASSES, LANES, random(SALT_BYTES), random(HASH_BYTES));
  }

  private String random(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /// The same letters typed on different keyboards are the same password.
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  private static String format(Stored stored) {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            stored.memoryKib(), stored.passes(), stored.lanes(), stored.salt(), stored.hash());
  }

  private static Stored parse(String phc) {
    var matcher = PHC.matcher(phc);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("the stored password is no argon2id string");
    }
    try {
      var stored =
          new Stored(
              bounded("m", matcher.group(1), STORED_MEMORY_KIB_MAX),
              bounded("t", matcher.group(2), STORED_PASSES_MAX),
              bounded("p", matcher.group(3), STORED_LANES_MAX),
              matcher.group(4),
              matcher.group(5));
      stored.saltBytes();
      stored.hashBytes();
      return stored;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the stored password is no usable argon2id string", e);
    }
  }

  private static int bounded(String what, String digits, int max) {
    int value = Integer.parseInt(digits);
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "parameter " + what + " is " + value + ", expected 1 to " + max);
    }
    return value;
  }
}
