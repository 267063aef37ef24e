package io.aramaki.gateway.web.write;

import io.aramaki.gateway.domain.write.Room;
import io.aramaki.gateway.domain.write.sent.SentSeries;
import io.aramaki.gateway.grpc.write.SampleCalls;
import io.aramaki.gateway.grpc.write.Targets;
import io.aramaki.gateway.web.Credentials;
import io.aramaki.gateway.web.Way;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// All addresses to which programs send samples.
public final class WriteSite {
  /// Their paths.
  public static final Set<String> PATHS = Set.of(RemoteWriteSite.PATH, OtlpSite.PATH);

  private final RemoteWriteSite remoteWrite;
  private final OtlpSite otlp;

  /// @param room the memory of all bodies that are being read
  /// @param sent the series that came before
  public WriteSite(
      Credentials credentials,
      Targets targets,
      SampleCalls calls,
      Room room,
      InstantSource clock,
      SentSeries sent) {
    var senders = new Senders(credentials, targets);
    this.remoteWrite = new RemoteWriteSite(senders, calls, room, clock, sent);
    this.otlp = new OtlpSite(senders, calls, room, clock);
  }

  /// Answers where each is.
  public List<Way> ways() {
    return List.of(remoteWrite.way(), otlp.way());
  }
}
