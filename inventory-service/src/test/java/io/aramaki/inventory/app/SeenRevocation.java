package io.aramaki.inventory.app;

import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.WatchRevocationsRequest;
import io.aramaki.inventory.v1.WatchRevocationsResponse;
import io.aramaki.kit.security.Sha256;
import io.grpc.Context;
import java.util.Iterator;

/// Asks the running inventory whether it knows a revocation.
final class SeenRevocation {
  private final Rig rig;
  private final Sha256 certificate;

  SeenRevocation(Rig rig, Sha256 certificate) {
    this.rig = rig;
    this.certificate = certificate;
  }

  boolean seen() {
    try (var context = Context.current().withCancellation()) {
      return context.wrap(this::list).call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean list() {
    Iterator<WatchRevocationsResponse> stream =
        AgentServiceGrpc.newBlockingStub(rig.service("gateway"))
            .watchRevocations(WatchRevocationsRequest.getDefaultInstance());
    while (stream.hasNext()) {
      WatchRevocationsResponse message = stream.next();
      if (message.getCertificatesSha256List().contains(certificate.hex())) {
        return true;
      }
      if (message.getComplete()) {
        return false;
      }
    }
    return false;
  }
}
