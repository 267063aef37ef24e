package io.aramaki.inventory.grpc.audit;

import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.audit.AuditChain;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.type.v1.Principal;
import java.util.LinkedHashMap;
import java.util.Map;

/// Notes where the chains of all services stand, in the organisation's chain: who later writes a
/// chain anew, or cuts its end off, contradicts it.
public final class Anchors {
  /// The chain that peers see.
  public static final String ORGANISATION = "organisation";

  private static final String METHOD = "io.aramaki.inventory.v1.AuditService/AnchorChain";
  private static final int REMEMBERED_MAX = 10_000;

  private final AuditLog organisation;
  private final Map<AuditChain.Head, Long> anchored =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AuditChain.Head, Long> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  public Anchors(AuditLog organisation) {
    this.organisation = organisation;
  }

  /// Anchors a head; the same one again does nothing.
  ///
  /// @param by the service that writes the chain
  /// @return the position in the organisation's chain
  public synchronized long anchor(AuditChain.Head head, Principal by) {
    Long before = anchored.get(head);
    if (before != null) {
      return before;
    }
    long seq =
        organisation
            .append(
                new AuditEntry(
                    by,
                    METHOD,
                    "",
                    head.hash(),
                    "chain " + head.chain() + " stands at " + head.seq() + ": " + head.hash(),
                    ""))
            .seq();
    anchored.put(head, seq);
    return seq;
  }

  /// Answers the head that a request names.
  static AuditChain.Head head(String chain, long seq, byte[] hash) {
    return new AuditChain.Head(chain, seq, Sha256.ofDigest(hash));
  }
}
