package io.aramaki.kit.security.sign;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.kit.security.Mutations;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.World;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.SignedKeySet;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class KeySetsTest {
  private final Sets sets = new Sets();
  private final OrgId org = sets.world.org;

  @Test
  void verify_anotherOrganisationsSet_isRefused() {
    // Given
    var foreign = new Sets().signed(1);

    // When, Then
    assertRefused(Reason.WRONG_ORGANISATION, () -> KeySets.verify(foreign, org));
  }

  @Test
  void verify_ownRootKeyButForeignSignature_isRefused() {
    // Given
    var thief = SigningKey.generate(World.RANDOM);
    var bytes = sets.content(9).build().toByteArray();
    var forged =
        sets.signed(1).toBuilder()
            .setKeySet(ByteString.copyFrom(bytes))
            .setSignature(ByteString.copyFrom(thief.sign("aramaki-keyset-v1", bytes)))
            .build();

    // When, Then
    assertRefused(Reason.FORGED, () -> KeySets.verify(forged, org));
  }

  @Test
  void verify_rootSignatureOfAnotherContext_isRefused() {
    // Given
    var bytes = sets.content(1).build().toByteArray();
    var confused =
        sets.signed(1).toBuilder()
            .setSignature(ByteString.copyFrom(sets.world.root.sign("aramaki-token-v1", bytes)))
            .build();

    // When, Then
    assertRefused(Reason.FORGED, () -> KeySets.verify(confused, org));
  }

  @Test
  void verify_contentOfAnotherOrganisation_isRefused() {
    // Given
    var content = sets.content(1).setOrg(new Sets().world.org.value()).build();
    var signed = sets.signedUnchecked(content);

    // When, Then
    assertRefused(Reason.WRONG_ORGANISATION, () -> KeySets.verify(signed, org));
    assertThatIllegalArgumentException().isThrownBy(() -> KeySets.sign(sets.world.root, content));
  }

  @Test
  void verify_contentOutsideItsLimits_isRefused() {
    assertMalformed(sets.content(0));
    assertMalformed(sets.content(-1));
    assertMalformed(
        sets.content(1)
            .addAllKeys(
                Collections.nCopies(KeySets.KEYS_MAX, sets.token.published(Purpose.TOKEN))));
    assertMalformed(
        sets.content(1)
            .addAllCaCertificates(
                Collections.nCopies(
                    KeySets.AUTHORITIES_MAX, sets.content(1).getCaCertificates(0))));
    assertMalformed(sets.content(1).setOrg(org.value()).addCaCertificates(ByteString.EMPTY));
    assertMalformed(sets.content(1).addCaCertificates(ByteString.copyFromUtf8("no certificate")));
    assertMalformed(
        sets.content(1)
            .addKeys(sets.token.published(Purpose.CHECK).toBuilder().setKeyId("another")));
    assertMalformed(
        sets.content(1)
            .addKeys(
                KeySet.Key.newBuilder()
                    .setPurpose(Purpose.CHECK)
                    .setKeyId(SigningKey.idOf(new byte[] {1}))
                    .setPublicKey(ByteString.copyFrom(new byte[] {1}))));
  }

  @Test
  void verify_hugeSet_isRefused() {
    // Given
    var huge =
        sets.signed(1).toBuilder()
            .setKeySet(ByteString.copyFrom(new byte[KeySets.KEY_SET_BYTES_MAX + 1]))
            .build();

    // When, Then
    assertRefused(Reason.MALFORMED, () -> KeySets.verify(huge, org));
  }

  @Test
  void verify_mutatedBytes_isNeverBelieved() {
    // Given
    var signed = sets.signed(1);

    // When, Then
    Mutations.each(
        signed.toByteArray(),
        changed -> {
          try {
            var parsed = SignedKeySet.parseFrom(changed);
            assertThat(KeySets.verify(parsed, org).signed().getKeySet())
                .isEqualTo(signed.getKeySet());
          } catch (InvalidProtocolBufferException | NotTrusted _) {
            // refused, as it should be
          }
        });
  }

  @Test
  void accept_olderSet_isRefused() {
    // Given
    var held = KeySets.verify(sets.signed(5), org);
    var older = sets.signed(4);

    // When, Then
    assertRefused(Reason.ROLLBACK, () -> KeySets.accept(held, older));
  }

  @Test
  void accept_otherSetOfTheSameVersion_isRefused() {
    // Given
    var held = KeySets.verify(sets.signed(5), org);
    var other = KeySets.sign(sets.world.root, sets.content(5).clearCaCertificates().build());

    // When, Then
    assertRefused(Reason.EQUIVOCATION, () -> KeySets.accept(held, other));
  }

  @Test
  void accept_anotherOrganisationsNewerSet_isRefused() {
    // Given
    var held = KeySets.verify(sets.signed(5), org);
    var foreign = new Sets().signed(6);

    // When, Then
    assertRefused(Reason.WRONG_ORGANISATION, () -> KeySets.accept(held, foreign));
  }

  @Test
  void accept_sameSet_changesNothing() {
    // Given
    var held = KeySets.verify(sets.signed(5), org);

    // When, Then
    assertThat(KeySets.accept(held, sets.signed(5))).isSameAs(held);
  }

  @Test
  void accept_newerSet_isInForce() {
    // Given
    var held = KeySets.verify(sets.signed(5), org);
    var rotated = SigningKey.generate(World.RANDOM);
    var content = sets.content(9).setKeys(0, rotated.published(Purpose.TOKEN)).build();

    // When
    var next = KeySets.accept(held, KeySets.sign(sets.world.root, content));

    // Then
    assertThat(next.version()).isEqualTo(9);
    assertThat(next.has(rotated.publicKey(), Purpose.TOKEN)).isTrue();
    assertThat(next.has(sets.token.publicKey(), Purpose.TOKEN)).isFalse();
  }

  @Test
  void find_otherPurposeOrUnknownKey_isRefused() {
    // Given
    var keys = sets.trusted();

    // When, Then
    assertRefused(Reason.UNKNOWN_KEY, () -> keys.find(sets.token.id(), Purpose.ACTION));
    assertRefused(Reason.UNKNOWN_KEY, () -> keys.find("", Purpose.TOKEN));
    assertThat(keys.has(sets.token.publicKey(), Purpose.ACTION)).isFalse();
  }

  @Test
  void verify_ownSet_answersItsKeysAndAuthorities() {
    // When
    var keys = sets.trusted();

    // Then
    assertThat(keys.find(sets.token.id(), Purpose.TOKEN)).isEqualTo(sets.token.publicKey());
    assertThat(keys.find(sets.action.id(), Purpose.ACTION)).isEqualTo(sets.action.publicKey());
    assertThat(keys.authorities()).containsExactly(sets.world.authority.certificate());
    assertThat(keys.org()).isEqualTo(org);
  }

  @Test
  void verify_keyForAPurposeOfTheFuture_isLeftAside() {
    // Given
    var future =
        KeySet.Key.newBuilder()
            .setPurposeValue(99)
            .setKeyId("later")
            .setPublicKey(ByteString.copyFromUtf8("of another kind"));
    var signed = KeySets.sign(sets.world.root, sets.content(1).addKeys(future).build());

    // When
    var keys = KeySets.verify(signed, org);

    // Then
    assertThat(keys.has(sets.token.publicKey(), Purpose.TOKEN)).isTrue();
  }

  private void assertMalformed(KeySet.Builder content) {
    var signed = sets.signedUnchecked(content.build());
    assertThatExceptionOfType(NotTrusted.class)
        .isThrownBy(() -> KeySets.verify(signed, org))
        .extracting(NotTrusted::reason)
        .isEqualTo(Reason.MALFORMED);
  }
}
