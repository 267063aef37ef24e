package io.aramaki.inventory.grpc.agent;

import io.aramaki.inventory.domain.agent.Revocation;
import io.aramaki.inventory.domain.agent.Revocation.RevokedAgent;
import io.aramaki.inventory.domain.agent.Revocation.RevokedCertificate;
import io.aramaki.inventory.domain.agent.Revocations;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.v1.WatchRevocationsResponse;
import io.aramaki.kit.grpc.StreamSink;
import java.time.Duration;
import java.util.List;

/// Tells a watcher the revocation log: all at first, then each entry as soon as it is known here.
final class RevocationStream {
  private static final int PAGE = 1000;
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Revocations revocations;
  private final Names names;

  RevocationStream(Revocations revocations, Names names) {
    this.revocations = revocations;
    this.names = names;
  }

  void run(StreamSink<WatchRevocationsResponse> sink) throws InterruptedException {
    revocations.refresh();
    long seq = 0;
    long known = revocations.size();
    while (seq < known) {
      List<Revocation> page = page(revocations.after(seq));
      seq += page.size();
      sink.send(message(page, seq >= known));
    }
    if (known == 0) {
      sink.send(message(List.of(), true));
    }
    while (!sink.isEnded()) {
      List<Revocation> news = page(revocations.await(seq, WAIT.toNanos()));
      if (!news.isEmpty()) {
        seq += news.size();
        sink.send(message(news, true));
      }
    }
  }

  private static List<Revocation> page(List<Revocation> revocations) {
    return revocations.subList(0, Math.min(PAGE, revocations.size()));
  }

  private WatchRevocationsResponse message(List<Revocation> revocations, boolean complete) {
    var message = WatchRevocationsResponse.newBuilder().setComplete(complete);
    for (Revocation revocation : revocations) {
      switch (revocation.subject()) {
        case RevokedAgent revoked -> message.addAgents(revoked.agent().in(names.org()));
        case RevokedCertificate revoked -> message.addCertificatesSha256(revoked.sha256());
      }
    }
    return message.build();
  }
}
