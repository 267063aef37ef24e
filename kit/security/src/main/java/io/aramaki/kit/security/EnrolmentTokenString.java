package io.aramaki.kit.security;

import io.aramaki.kit.security.NotTrusted.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Everything that a new agent or service needs to enrol, as one string to copy: where to go, whom
/// to expect there, and a secret that works once.
///
/// The string is `aramaki1:` and base64url without padding of: the 32 bytes of the organisation id,
/// the 32 bytes of the CA certificate's SHA-256, the 16 bytes of the secret, the expiry as 8 bytes
/// of epoch seconds, the token id and then 1 to 8 addresses (each: one byte of length, ASCII; the
/// addresses are counted by one byte before them), and the first 4 bytes of SHA-256 over all that,
/// which tell a string that was copied badly. Numbers are big-endian.
public final class EnrolmentTokenString {
  /// The most addresses in a token.
  public static final int ADDRESSES_MAX = 8;

  /// The length of the secret.
  public static final int SECRET_BYTES = 16;

  private static final String PREFIX = "aramaki1:";
  private static final int TEXT_MAX = 4096;
  private static final int CHECK_BYTES = 4;
  private static final Pattern TOKEN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9.-]{1,200}|\\[[0-9A-Fa-f:.]{2,45}]):([1-9][0-9]{0,4})");
  private static final int PORT_MAX = 65_535;

  private final OrgId org;
  private final List<String> addresses;
  private final Sha256 caSha256;
  private final String tokenId;
  private final byte[] secret;
  private final Instant expireTime;

  /// @param org the organisation that the holder will belong to
  /// @param addresses `host:port` of gateways, tried in this order; IPv6 in brackets
  /// @param caSha256 the fingerprint of the CA certificate that issued the gateway's certificate
  /// @param tokenId names the token at inventory
  /// @param secret 128 random bits
  /// @param expireTime when inventory stops accepting it; whole seconds
  public EnrolmentTokenString(
      OrgId org,
      List<String> addresses,
      Sha256 caSha256,
      String tokenId,
      byte[] secret,
      Instant expireTime) {
    this.org = org;
    this.addresses = List.copyOf(addresses);
    this.caSha256 = caSha256;
    this.tokenId = tokenId;
    this.secret = secret.clone();
    this.expireTime = Instant.ofEpochSecond(expireTime.getEpochSecond());
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException(
          "the secret has " + SECRET_BYTES + " bytes, not " + secret.length);
    }
    if (!TOKEN_ID.matcher(tokenId).matches()) {
      throw new IllegalArgumentException(
          "a token id is 1 to 64 of A-Z, a-z, 0-9, '-', '_'; got '" + tokenId + "'");
    }
    if (addresses.isEmpty() || addresses.size() > ADDRESSES_MAX) {
      throw new IllegalArgumentException(
          "a token has 1 to " + ADDRESSES_MAX + " addresses, not " + addresses.size());
    }
    addresses.forEach(EnrolmentTokenString::checkAddress);
  }

  /// Answers the token in a string; spaces and line ends around it do not matter.
  ///
  /// @throws NotTrusted if the string is not a whole token
  public static EnrolmentTokenString parse(String text) {
    var stripped = text.strip();
    if (!stripped.startsWith(PREFIX)) {
      throw malformed("an enrolment token begins with '" + PREFIX + "'", null);
    }
    if (stripped.length() > TEXT_MAX) {
      throw malformed("an enrolment token has at most " + TEXT_MAX + " characters", null);
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(stripped.substring(PREFIX.length()));
      return read(withoutCheck(bytes));
    } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
      throw malformed("the enrolment token is damaged: copy it whole, in one line", e);
    }
  }

  /// Answers the string to copy. It holds the secret.
  public String format() {
    var body = ByteBuffer.allocate(TEXT_MAX);
    body.put(org.digest().bytes())
        .put(caSha256.bytes())
        .put(secret)
        .putLong(expireTime.getEpochSecond());
    putText(body, tokenId);
    body.put((byte) addresses.size());
    addresses.forEach(address -> putText(body, address));
    var content = Arrays.copyOf(body.array(), body.position());
    body.put(Arrays.copyOf(Sha256.of(content).bytes(), CHECK_BYTES));
    var bytes = Arrays.copyOf(body.array(), body.position());
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public OrgId org() {
    return org;
  }

  public List<String> addresses() {
    return addresses;
  }

  public Sha256 caSha256() {
    return caSha256;
  }

  public String tokenId() {
    return tokenId;
  }

  public byte[] secret() {
    return secret.clone();
  }

  public Instant expireTime() {
    return expireTime;
  }

  @Override
  public String toString() {
    return "EnrolmentTokenString[" + tokenId + " of " + org + " until " + expireTime + "]";
  }

  private static ByteBuffer withoutCheck(byte[] bytes) {
    if (bytes.length <= CHECK_BYTES) {
      throw new BufferUnderflowException();
    }
    var content = Arrays.copyOf(bytes, bytes.length - CHECK_BYTES);
    var check = Arrays.copyOfRange(bytes, content.length, bytes.length);
    if (!Arrays.equals(check, Arrays.copyOf(Sha256.of(content).bytes(), CHECK_BYTES))) {
      throw new IllegalArgumentException("the last 4 bytes do not match the rest");
    }
    return ByteBuffer.wrap(content);
  }

  private static EnrolmentTokenString read(ByteBuffer body) {
    var org = OrgId.ofDigest(Sha256.ofDigest(getBytes(body, Sha256.BYTES)));
    var caSha256 = Sha256.ofDigest(getBytes(body, Sha256.BYTES));
    var secret = getBytes(body, SECRET_BYTES);
    var expireTime = Instant.ofEpochSecond(body.getLong());
    var tokenId = getText(body);
    int count = Byte.toUnsignedInt(body.get());
    var addresses = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      addresses.add(getText(body));
    }
    if (body.hasRemaining()) {
      throw new IllegalArgumentException(body.remaining() + " bytes follow the last address");
    }
    return new EnrolmentTokenString(org, addresses, caSha256, tokenId, secret, expireTime);
  }

  private static void putText(ByteBuffer body, String text) {
    var ascii = text.getBytes(StandardCharsets.US_ASCII);
    body.put((byte) ascii.length).put(ascii);
  }

  private static String getText(ByteBuffer body) {
    return new String(getBytes(body, Byte.toUnsignedInt(body.get())), StandardCharsets.US_ASCII);
  }

  private static byte[] getBytes(ByteBuffer body, int count) {
    var bytes = new byte[count];
    body.get(bytes);
    return bytes;
  }

  private static void checkAddress(String address) {
    var matcher = ADDRESS.matcher(address);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > PORT_MAX) {
      throw new IllegalArgumentException(
          "an address is host:port with a port of 1 to " + PORT_MAX + ", not '" + address + "'");
    }
  }

  private static NotTrusted malformed(String message, @Nullable Throwable cause) {
    return new NotTrusted(Reason.MALFORMED, message, cause);
  }
}
