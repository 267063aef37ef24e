package io.aramaki.kit.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.security.Sha256;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;

/// Guards a resource against changes that are based on an old reading (AIP-154).
public final class Etags {
  /// The reason of the refusal, the same in all services.
  public static final String STALE = "STALE_ETAG";

  private static final int LENGTH_BYTES = 12;

  private Etags() {}

  /// Answers the etag of a resource that has a version number.
  public static String of(long version) {
    return "v" + Long.toString(version, Character.MAX_RADIX);
  }

  /// Answers the etag of a resource without a version: a digest of all its fields.
  ///
  /// @param resource with its own etag field empty
  public static String of(Message resource) {
    var bytes = new ByteArrayOutputStream(resource.getSerializedSize());
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.useDeterministicSerialization();
      resource.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] digest = Sha256.of(bytes.toByteArray()).bytes();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, LENGTH_BYTES));
  }

  /// Refuses a stale etag. An empty one asks for no check.
  ///
  /// @throws Refusal `ABORTED`, reason `STALE_ETAG`
  public static void require(String sent, String current) {
    if (!sent.isEmpty() && !sent.equals(current)) {
      throw stale();
    }
  }

  /// Makes the refusal for services that find a stale etag on their own, by a conditional write.
  public static Refusal stale() {
    return Errors.of(
        Code.ABORTED, STALE, "the resource has changed since it was read; read it again");
  }
}
