package io.aramaki.inventory.domain.enrolment;

import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.InventoryException.EnrolmentRefused;
import io.aramaki.inventory.domain.InventoryException.Revoked;
import io.aramaki.inventory.domain.agent.Agent.Certificate;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.agent.SubjectSet;
import io.aramaki.inventory.domain.enrolment.EnrolmentToken.Use;
import io.aramaki.inventory.domain.enrolment.Holder.ForAgent;
import io.aramaki.inventory.domain.enrolment.Holder.ForService;
import io.aramaki.inventory.domain.secret.Digests;
import io.aramaki.inventory.domain.timeline.Timeline;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns an enrolment token into a certificate, once.
///
/// The token is consumed together with the hash of the key before anything is issued, so of two
/// keys that show it at the same time one wins. The winner may ask again until the token ends and
/// gets the same certificate: an answer that was lost on the way costs nothing.
///
/// Why a token is refused is written to the log and never told: an answer that said "expired" would
/// tell a guesser that the rest was right.
public final class Enrolments {
  private static final Logger log = LoggerFactory.getLogger(Enrolments.class);
  private static final int KEY_SHOWN_LENGTH = 16;

  private final EnrolmentTokenStore tokens;
  private final Certificates certificates;
  private final Agents agents;
  private final Timeline timeline;
  private final Clock clock;

  public Enrolments(
      EnrolmentTokenStore tokens,
      Certificates certificates,
      Agents agents,
      Timeline timeline,
      Clock clock) {
    this.tokens = tokens;
    this.certificates = certificates;
    this.agents = agents;
    this.timeline = timeline;
    this.clock = clock;
  }

  /// What an enrolment leads to.
  public record Enrolled(Holder holder, IssuedCertificate certificate) {}

  /// Enrols the holder of a token with the key of a certificate request.
  public Enrolled enrol(String tokenId, byte[] secret, byte[] request) {
    String keySha256 = certificates.keySha256(request);
    EnrolmentToken token = accepted(tokenId, secret);
    Use use = use(token, keySha256);
    if (!use.keySha256().equals(keySha256)) {
      throw reused(token, keySha256);
    }
    IssuedCertificate certificate =
        use.certificate().orElseGet(() -> issue(token, keySha256, request));
    record(token, certificate);
    return new Enrolled(token.holder(), certificate);
  }

  private EnrolmentToken accepted(String tokenId, byte[] secret) {
    Optional<EnrolmentToken> found = tokens.find(tokenId);
    if (found.isEmpty()) {
      throw refused(tokenId, "there is no such token");
    }
    if (!Digests.equal(found.get().secretSha256(), Digests.sha256Hex(secret))) {
      throw refused(tokenId, "the secret is wrong");
    }
    if (found.get().isExpired(clock.instant())) {
      throw refused(tokenId, "it expired at " + found.get().expireTime());
    }
    return found.get();
  }

  /// Answers how the token is used: by this key, if nobody was faster.
  private Use use(EnrolmentToken token, String keySha256) {
    if (token.use().isPresent()) {
      return token.use().get();
    }
    if (tokens.consume(token.id(), keySha256)) {
      return new Use(keySha256, Optional.empty());
    }
    return kept(token.id());
  }

  private IssuedCertificate issue(EnrolmentToken token, String keySha256, byte[] request) {
    IssuedCertificate certificate = certificates.issue(token.holder(), request);
    if (tokens.issued(token.id(), keySha256, certificate)) {
      return certificate;
    }
    // Somebody with the same key was faster; both get the same certificate.
    return Optional.of(kept(token.id()))
        .filter(use -> use.keySha256().equals(keySha256))
        .flatMap(Use::certificate)
        .orElseThrow(() -> refused(token.id(), "it changed meanwhile"));
  }

  private Use kept(String tokenId) {
    return tokens
        .find(tokenId)
        .flatMap(EnrolmentToken::use)
        .orElseThrow(() -> refused(tokenId, "it is gone"));
  }

  private void record(EnrolmentToken token, IssuedCertificate certificate) {
    switch (token.holder()) {
      case ForAgent holder -> {
        try {
          agents.enrolled(
              holder.agent(),
              SubjectSet.first(holder.system(), holder.proxySystems()),
              new Certificate(certificate.sha256(), certificate.expireTime()),
              Change.by(token.creator()));
        } catch (Revoked _) {
          throw refused(token.id(), "agent " + holder.agent() + " is revoked");
        }
      }
      case ForService holder ->
          log.atInfo()
              .addKeyValue("service", holder.service())
              .addKeyValue("instance", holder.instance())
              .log("service enrolled");
    }
  }

  private EnrolmentRefused reused(EnrolmentToken token, String keySha256) {
    String key = keySha256.substring(0, KEY_SHOWN_LENGTH);
    if (token.holder() instanceof ForAgent holder) {
      timeline.security(
          holder.agent(),
          holder.system(),
          "token-reused-" + token.id() + "-" + key,
          "the enrolment token of agent "
              + holder.agent()
              + " was shown again with another key ("
              + key
              + "…); somebody else may hold it",
          clock.instant(),
          Change.by(token.creator()));
    }
    return refused(token.id(), "SECURITY: it was used by another key than " + key + "…");
  }

  private static EnrolmentRefused refused(String tokenId, String why) {
    log.atWarn()
        .addKeyValue("enrolment_token", tokenId)
        .addKeyValue("why", why)
        .log("enrolment refused");
    return new EnrolmentRefused();
  }
}
