package io.aramaki.gateway.app;

import io.aramaki.gateway.domain.live.LiveUpdates;
import io.aramaki.gateway.domain.login.Attempts;
import io.aramaki.gateway.domain.login.Origins;
import io.aramaki.gateway.grpc.call.Backend;
import io.aramaki.gateway.grpc.call.Logins;
import io.aramaki.gateway.grpc.call.LongStreams;
import io.aramaki.gateway.grpc.call.Viewers;
import io.aramaki.gateway.grpc.live.RunFollower;
import io.aramaki.gateway.grpc.page.Changes;
import io.aramaki.gateway.grpc.page.PageReader;
import io.aramaki.gateway.grpc.query.QueryCalls;
import io.aramaki.gateway.grpc.rest.RequestReader;
import io.aramaki.gateway.grpc.rest.RestCalls;
import io.aramaki.gateway.grpc.route.Routes;
import io.aramaki.gateway.web.Assets;
import io.aramaki.gateway.web.Credentials;
import io.aramaki.gateway.web.LoginSite;
import io.aramaki.gateway.web.PeopleSite;
import io.aramaki.gateway.web.RestSite;
import io.aramaki.gateway.web.Ways;
import io.aramaki.gateway.web.door.PeopleDoor;
import io.aramaki.gateway.web.door.PeopleDoorOptions;
import io.aramaki.gateway.web.query.QuerySite;
import io.aramaki.gateway.web.ui.ApiSite;
import io.aramaki.gateway.web.ui.Forms;
import io.aramaki.gateway.web.ui.LiveLimits;
import io.aramaki.gateway.web.ui.LiveSite;
import io.aramaki.gateway.web.ui.Renderer;
import io.aramaki.gateway.web.ui.UiSite;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.security.tls.TlsContexts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The people's door and all that is behind it, wired by hand.
final class PeopleWiring {
  private static final int EVENT_LOOPS = 2;
  private static final int ATTEMPTS_PER_ADDRESS = 30;
  private static final Duration ATTEMPTS_PER_ADDRESS_REFILL = Duration.ofSeconds(10);
  private static final int ATTEMPTS_PER_USER = 8;
  private static final Duration ATTEMPTS_PER_USER_REFILL = Duration.ofSeconds(30);

  private PeopleWiring() {}

  static PeopleDoor open(
      GatewayConfig config,
      Member member,
      Services services,
      PersonAccess access,
      LiveUpdates live,
      Environment environment) {
    var org = member.identity().identity().org().resourceName();
    var clock = environment.clock();
    var calls = access.calls();
    var streams = new LongStreams(calls);
    var viewers = new Viewers(access.tokens(), access.rights());
    var routes = Routes.of(Backend.allServices());
    var credentials = new Credentials(origins(config.people()));
    var assets = Assets.load();
    var renderer = new Renderer(assets, clock, environment.ids());
    var ui =
        new UiSite(
            credentials,
            viewers,
            new PageReader(calls, org, clock),
            new Forms(new Changes(calls, org)),
            new LiveSite(
                live,
                new RunFollower(streams, org),
                viewers,
                new LiveLimits(),
                environment.nanoTime()),
            renderer);
    var login =
        new LoginSite(
            new Logins(services.inventory(), access.tokens()),
            credentials,
            new Attempts(ATTEMPTS_PER_ADDRESS, ATTEMPTS_PER_ADDRESS_REFILL, environment.nanoTime()),
            new Attempts(ATTEMPTS_PER_USER, ATTEMPTS_PER_USER_REFILL, environment.nanoTime()),
            renderer,
            clock);
    var rest =
        new RestSite(routes, credentials, new RestCalls(new RequestReader(org), calls, streams));
    var writes = access.writes(credentials, clock);
    var queries = new QuerySite(credentials, new QueryCalls(calls, access.tokens(), org, clock));
    return PeopleDoor.start(
        options(config.people(), member),
        new PeopleSite(
            rest,
            new Ways(
                Stream.of(
                        login.ways(),
                        assets.ways(),
                        new ApiSite(routes, renderer).ways(),
                        writes.ways(),
                        queries.ways(),
                        ui.ways())
                    .flatMap(List::stream)
                    .toList()),
            ui::error));
  }

  private static PeopleDoorOptions options(PeopleConfig config, Member member) {
    return new PeopleDoorOptions(
        config.host(),
        config.port(),
        TlsContexts.mutual(member.identity()),
        config
            .certificateFile()
            .flatMap(chain ->
                config.keyFile().map(key -> new PeopleDoorOptions.Certificate(chain, key))),
        EVENT_LOOPS);
  }

  private static Origins origins(PeopleConfig config) {
    return new Origins(
        config.origins().stream()
            .map(URI::toString)
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()));
  }
}
