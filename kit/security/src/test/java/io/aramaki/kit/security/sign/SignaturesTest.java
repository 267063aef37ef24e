package io.aramaki.kit.security.sign;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.kit.security.Mutations;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.World;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.Matcher;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.SignedDocument;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SignaturesTest {
  private static final Matcher DOCUMENT =
      Matcher.newBuilder().setName("env").setValue("prod").build();

  private final Sets sets = new Sets();
  private final TrustedKeys keys = sets.trusted();
  private final SignedDocument signed = Signatures.sign(sets.action, DOCUMENT);

  @Test
  void verify_asAnotherType_isRefused() {
    assertRefused(
        Reason.FORGED,
        () -> Signatures.verify(signed, keys, Purpose.ACTION, Principal.getDefaultInstance()));
  }

  @Test
  void verify_asAnotherPurpose_isRefused() {
    assertRefused(
        Reason.UNKNOWN_KEY,
        () -> Signatures.verify(signed, keys, Purpose.CHECK, Matcher.getDefaultInstance()));
  }

  @Test
  void verify_signedByAStrangerUnderAKnownId_isRefused() {
    // Given
    var stranger = Signatures.sign(SigningKey.generate(World.RANDOM), DOCUMENT);
    var forged = stranger.toBuilder().setKeyId(sets.action.id()).build();

    // When, Then
    assertRefused(Reason.UNKNOWN_KEY, () -> verify(stranger));
    assertRefused(Reason.FORGED, () -> verify(forged));
  }

  @Test
  void verify_signatureOfAnotherLength_isRefused() {
    for (int length : new int[] {0, 1, 63, 65, 1000}) {
      var forged = signed.toBuilder().setSignature(ByteString.copyFrom(new byte[length])).build();
      assertRefused(Reason.FORGED, () -> verify(forged));
    }
  }

  @Test
  void verify_hugeDocument_isRefused() {
    // Given
    var huge =
        signed.toBuilder()
            .setDocument(ByteString.copyFrom(new byte[Signatures.DOCUMENT_BYTES_MAX + 1]))
            .build();

    // When, Then
    assertRefused(Reason.MALFORMED, () -> verify(huge));
  }

  @Test
  void verify_wellSignedNonsense_isRefused() {
    // Given
    var nonsense = new byte[] {(byte) 0xff};
    var forged =
        signed.toBuilder()
            .setDocument(ByteString.copyFrom(nonsense))
            .setSignature(
                ByteString.copyFrom(sets.action.sign("io.aramaki.type.v1.Matcher", nonsense)))
            .build();

    // When, Then
    assertRefused(Reason.MALFORMED, () -> verify(forged));
  }

  @Test
  void verify_mutatedBytes_isRefusedOrSaysTheSame() {
    Mutations.each(
        signed.toByteArray(),
        changed -> {
          try {
            assertThat(verify(SignedDocument.parseFrom(changed))).isEqualTo(DOCUMENT);
          } catch (InvalidProtocolBufferException | NotTrusted _) {
            // refused, as it should be
          }
        });
  }

  @Test
  void publicKey_otherBytes_areRefused() {
    // Given
    var der = sets.action.publicKey().getEncoded();

    // When, Then
    assertRefused(Reason.MALFORMED, () -> Signatures.publicKey(new byte[0]));
    assertRefused(Reason.MALFORMED, () -> Signatures.publicKey(new byte[100]));
    assertRefused(Reason.MALFORMED, () -> Signatures.publicKey(Arrays.copyOf(der, der.length + 1)));
    assertRefused(
        Reason.MALFORMED,
        () -> Signatures.publicKey(sets.world.authority.certificate().getPublicKey().getEncoded()));
  }

  @Test
  void verify_signedDocument_answersIt() {
    assertThat(verify(signed)).isEqualTo(DOCUMENT);
  }

  @Test
  void sign_document_isPlainEd25519OverContextZeroAndBytes() throws GeneralSecurityException {
    // Given
    var expected = new ByteArrayOutputStream();
    expected.writeBytes("io.aramaki.type.v1.Matcher\0".getBytes(StandardCharsets.US_ASCII));
    expected.writeBytes(DOCUMENT.toByteArray());
    var verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(sets.action.publicKey());
    verifier.update(expected.toByteArray());

    // When
    boolean verified = verifier.verify(signed.getSignature().toByteArray());

    // Then
    assertThat(verified).isTrue();
  }

  private Matcher verify(SignedDocument document) {
    return Signatures.verify(document, keys, Purpose.ACTION, Matcher.getDefaultInstance());
  }
}
