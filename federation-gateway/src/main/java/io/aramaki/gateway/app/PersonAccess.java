package io.aramaki.gateway.app;

import io.aramaki.gateway.domain.write.Room;
import io.aramaki.gateway.domain.write.WriteLimits;
import io.aramaki.gateway.domain.write.sent.SentSeries;
import io.aramaki.gateway.grpc.call.InternalTokens;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.gateway.grpc.call.RightsReader;
import io.aramaki.gateway.grpc.write.SampleCalls;
import io.aramaki.gateway.grpc.write.Targets;
import io.aramaki.gateway.web.Credentials;
import io.aramaki.gateway.web.write.WriteSite;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.access.CachedRights;
import io.aramaki.kit.member.Member;
import java.time.InstantSource;

/// How people and their programs reach the services, for all doors.
///
/// @param tokens internal tokens
/// @param calls calls on behalf of a person
/// @param rights who may do what
/// @param targets to which system samples belong
/// @param samples the way of samples to monitoring
/// @param room the memory of samples that are being read
record PersonAccess(
    InternalTokens tokens,
    PersonCalls calls,
    CachedRights rights,
    Targets targets,
    SampleCalls samples,
    Room room,
    SentSeries sent) {

  static PersonAccess open(Member member, Services services, Environment environment) {
    var tokens = new InternalTokens(services.inventory(), environment.clock());
    // Tokens are bound to the certificate of whoever shows them.
    Runnable _ = member.identity().onReplace(_ -> tokens.forgetAll());
    var calls = new PersonCalls(tokens, services::of);
    var rights = new CachedRights(new RightsReader(services.inventory()), environment.nanoTime());
    var org = member.identity().identity().org().resourceName();
    return new PersonAccess(
        tokens,
        calls,
        rights,
        new Targets(tokens, rights, org),
        new SampleCalls(calls),
        new Room(WriteLimits.IN_FLIGHT_BYTES_MAX),
        new SentSeries(environment.random()::nextLong, environment.nanoTime()));
  }

  /// The addresses to which programs send samples.
  WriteSite writes(Credentials credentials, InstantSource clock) {
    return new WriteSite(credentials, targets, samples, room, clock, sent);
  }
}
