package io.aramaki.kit.security.sign;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.aramaki.kit.security.Mutations;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.TestClock;
import io.aramaki.kit.security.World;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.SignedToken;
import io.aramaki.type.v1.TokenClaims;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class InternalTokensTest {
  private static final Audience AUDIENCE =
      new Audience("io.aramaki.alerting.v1.AlertService", "AcknowledgeAlert");
  private static final Sha256 GATEWAY = Sha256.of(new byte[] {1});
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Principal ANN =
      Principal.newBuilder().setKind(Principal.Kind.USER).setName("orgs/o/users/ann").build();

  private final Sets sets = new Sets();
  private final TestClock clock = sets.world.clock;
  private final AtomicReference<TrustedKeys> keys = new AtomicReference<>(sets.trusted());
  private final InternalTokens.Mint mint =
      new InternalTokens.Mint(sets.token, clock, new Secrets(World.RANDOM));
  private final InternalTokens.Verifier verifier = new InternalTokens.Verifier(keys::get, clock);
  private final SignedToken token = mint.mint(ANN, AUDIENCE, GATEWAY, MINUTE);

  @Test
  void verify_atItsEnd_isRefused() {
    // Given
    clock.advance(MINUTE);

    // When, Then
    assertRefused(Reason.EXPIRED, () -> verify(token));
  }

  @Test
  void verify_fromTheFuture_isRefusedBeyondTheAllowedDifference() {
    // Given
    var ahead = forged(claims -> claims.setIssueTime(at(6)).setExpireTime(at(60)));
    var allowed = forged(claims -> claims.setIssueTime(at(5)).setExpireTime(at(60)));

    // When, Then
    assertRefused(Reason.NOT_YET_VALID, () -> verify(ahead));
    assertThat(verify(allowed).getPrincipal()).isEqualTo(ANN);
  }

  @Test
  void verify_livesLongerThanAMinute_isRefusedThoughWellSigned() {
    // Given
    var nanoTooLong =
        forged(claims -> claims.setExpireTime(at(60).toBuilder().setNanos(1).build()));
    var backwards = forged(claims -> claims.setIssueTime(at(0)).setExpireTime(at(0)));
    var endless = forged(claims -> claims.setExpireTime(seconds(Long.MAX_VALUE)));
    var timeless = forged(claims -> claims.clearIssueTime());

    // When, Then
    assertRefused(Reason.LIVES_TOO_LONG, () -> verify(nanoTooLong));
    assertRefused(Reason.LIVES_TOO_LONG, () -> verify(backwards));
    assertRefused(Reason.MALFORMED, () -> verify(endless));
    assertRefused(Reason.LIVES_TOO_LONG, () -> verify(timeless));
  }

  @Test
  void verify_atAnotherRpc_isRefused() {
    // Given
    var otherMethod = new Audience(AUDIENCE.service(), "SilenceAlert");
    var otherService = new Audience("io.aramaki.alerting.v1.RouteService", AUDIENCE.method());

    // When, Then
    assertRefused(Reason.WRONG_AUDIENCE, () -> verifier.verify(token, otherMethod, GATEWAY));
    assertRefused(Reason.WRONG_AUDIENCE, () -> verifier.verify(token, otherService, GATEWAY));
  }

  @Test
  void verify_shownByAnotherProcess_isRefused() {
    // Given
    var thief = Sha256.of(new byte[] {2});

    // When, Then
    assertRefused(Reason.WRONG_PRESENTER, () -> verifier.verify(token, AUDIENCE, thief));
  }

  @Test
  void verify_withoutPrincipalOrPresenter_isRefusedThoughWellSigned() {
    // Given
    var nobody = forged(claims -> claims.clearPrincipal());
    var kindless = forged(claims -> claims.setPrincipal(ANN.toBuilder().setKindValue(42).build()));
    var nameless = forged(claims -> claims.setPrincipal(ANN.toBuilder().clearName().build()));
    var unbound = forged(claims -> claims.clearPresenterSha256());

    // When, Then
    assertRefused(Reason.MALFORMED, () -> verify(nobody));
    assertRefused(Reason.MALFORMED, () -> verify(kindless));
    assertRefused(Reason.MALFORMED, () -> verify(nameless));
    assertRefused(Reason.MALFORMED, () -> verify(unbound));
  }

  @Test
  void verify_signedByAKeyForSomethingElse_isRefused() {
    // Given
    var byAction = signed(sets.action, claims(token));
    var byStranger = signed(SigningKey.generate(World.RANDOM), claims(token));
    var named = byStranger.toBuilder().setKeyId(sets.token.id()).build();

    // When, Then
    assertRefused(Reason.UNKNOWN_KEY, () -> verify(byAction));
    assertRefused(Reason.UNKNOWN_KEY, () -> verify(byStranger));
    assertRefused(Reason.FORGED, () -> verify(named));
  }

  @Test
  void verify_claimsChangedAfterSigning_isRefused() {
    // Given
    var promoted =
        claims(token).toBuilder()
            .setPrincipal(ANN.toBuilder().setName("orgs/o/users/root"))
            .build();
    var forged = token.toBuilder().setClaims(promoted.toByteString()).build();

    // When, Then
    assertRefused(Reason.FORGED, () -> verify(forged));
  }

  @Test
  void verify_afterTheKeyWasRotatedAway_isRefused() {
    // Given
    var next = SigningKey.generate(World.RANDOM);
    var content = sets.content(2).setKeys(0, next.published(Purpose.TOKEN)).build();
    keys.set(KeySets.accept(keys.get(), KeySets.sign(sets.world.root, content)));

    // When, Then
    assertRefused(Reason.UNKNOWN_KEY, () -> verify(token));
  }

  @Test
  void verify_tokenThatWasGoodBefore_isCheckedAgainInAllButItsSignature() {
    // Given
    verify(token);
    var otherSignature = token.toBuilder().setSignature(ByteString.copyFrom(new byte[64])).build();
    var promoted = claims(token).toBuilder().setTokenId("another").build();
    var otherClaims = token.toBuilder().setClaims(promoted.toByteString()).build();
    var otherMethod = new Audience(AUDIENCE.service(), "SilenceAlert");

    // When, Then
    assertRefused(Reason.FORGED, () -> verify(otherSignature));
    assertRefused(Reason.FORGED, () -> verify(otherClaims));
    assertRefused(Reason.WRONG_AUDIENCE, () -> verifier.verify(token, otherMethod, GATEWAY));
    assertRefused(Reason.WRONG_PRESENTER, () -> verifier.verify(token, AUDIENCE, Sha256.ZERO));
    clock.advance(MINUTE);
    assertRefused(Reason.EXPIRED, () -> verify(token));
  }

  @Test
  void verify_tokenThatWasGoodBeforeItsKeyWasRotatedAway_isRefused() {
    // Given
    verify(token);
    var next = SigningKey.generate(World.RANDOM);
    var content = sets.content(2).setKeys(0, next.published(Purpose.TOKEN)).build();
    keys.set(KeySets.accept(keys.get(), KeySets.sign(sets.world.root, content)));

    // When, Then
    assertRefused(Reason.UNKNOWN_KEY, () -> verify(token));
  }

  @Test
  void check_signatureThatIsNotGood_isNotRemembered() {
    // Given
    var once = new VerifiedOnce();
    var document = new byte[1];
    var signature = sets.token.sign("c", document);
    once.check(sets.token.publicKey(), "c", document, signature);

    // When, Then
    once.check(sets.token.publicKey(), "c", document, signature);
    assertThat(once.remembered()).isEqualTo(1);
    assertRefused(
        Reason.FORGED, () -> once.check(sets.action.publicKey(), "c", document, signature));
    var shifted = new byte[65];
    shifted[0] = document[0];
    System.arraycopy(signature, 0, shifted, 1, 64);
    assertRefused(
        Reason.FORGED, () -> once.check(sets.token.publicKey(), "c", new byte[0], shifted));
    assertThat(once.remembered()).isEqualTo(1);
  }

  @Test
  void verify_anyBytes_isRefusedOrSaysTheSame() {
    Mutations.each(
        token.toByteArray(),
        changed -> {
          try {
            assertThat(verifier.verify(changed, AUDIENCE, GATEWAY)).isEqualTo(claims(token));
          } catch (NotTrusted _) {
            // refused, as it should be
          }
        });
    assertRefused(
        Reason.MALFORMED,
        () -> verifier.verify(new byte[InternalTokens.TOKEN_BYTES_MAX + 1], AUDIENCE, GATEWAY));
    assertRefused(Reason.UNKNOWN_KEY, () -> verifier.verify(new byte[0], AUDIENCE, GATEWAY));
  }

  @Test
  void mint_outsideItsLimits_isRefused() {
    for (var lifetime :
        new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), MINUTE.plusNanos(1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> mint.mint(ANN, AUDIENCE, GATEWAY, lifetime));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Audience("", "Get"));
    assertThatIllegalArgumentException().isThrownBy(() -> Audience.ofFullMethodName("no slash"));
  }

  @Test
  void verify_mintedToken_answersWhoCalls() {
    // Given
    clock.advance(MINUTE.minusNanos(1));

    // When
    var claims = verifier.verify(token.toByteArray(), AUDIENCE, GATEWAY);

    // Then
    assertThat(claims.getPrincipal()).isEqualTo(ANN);
    assertThat(claims.getTokenId()).hasSize(22);
    assertThat(Audience.ofFullMethodName("io.aramaki.alerting.v1.AlertService/AcknowledgeAlert"))
        .isEqualTo(AUDIENCE);
  }

  private TokenClaims verify(SignedToken shown) {
    return verifier.verify(shown, AUDIENCE, GATEWAY);
  }

  /// Answers a token that inventory's key signed, but that inventory's code would not mint.
  private SignedToken forged(UnaryOperator<TokenClaims.Builder> change) {
    return signed(sets.token, change.apply(claims(token).toBuilder()).build());
  }

  private static SignedToken signed(SigningKey key, TokenClaims claims) {
    return SignedToken.newBuilder()
        .setClaims(claims.toByteString())
        .setSignature(ByteString.copyFrom(key.sign("aramaki-token-v1", claims.toByteArray())))
        .setKeyId(key.id())
        .build();
  }

  private static TokenClaims claims(SignedToken token) {
    return Signatures.parse(token.getClaims().toByteArray(), TokenClaims.getDefaultInstance());
  }

  private static Timestamp at(long secondsAfterStart) {
    return seconds(TestClock.START.plusSeconds(secondsAfterStart).getEpochSecond());
  }

  private static Timestamp seconds(long seconds) {
    return Timestamp.newBuilder().setSeconds(seconds).build();
  }
}
