package io.aramaki.gateway.testing;

import io.aramaki.gateway.app.GatewayApp;
import io.aramaki.gateway.app.GatewayConfig;
import io.aramaki.gateway.app.PeopleConfig;
import io.aramaki.gateway.grpc.call.Backend;
import io.aramaki.inventory.v1.WatchRevocationsResponse;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.member.MemberConfig;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.telemetry.TelemetryConfig;
import io.aramaki.monitoring.v1.ListShardOwnersResponse;
import io.aramaki.type.v1.Role;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// A whole gateway in front of scripted services, on real sockets with real certificates, and an
/// HTTP client that believes its authority.
public final class GatewayFixture implements AutoCloseable {
  public static final String SESSION = "session-of-alice";

  /// The system to which everything belongs that is no system.
  public static final String SYSTEM = "web";

  private static final String WATCH_REVOCATIONS =
      "io.aramaki.inventory.v1.AgentService/WatchRevocations";
  private static final List<String> COLLECTIONS =
      List.of("actions", "agents", "alerts", "checks", "runs", "suppressions", "tickets");

  private final ServiceScript script = new ServiceScript();
  private final TestOrg org;
  private final People people;
  private final List<ScriptedService> services;
  private final GatewayApp app;
  private final HttpClient http;

  public GatewayFixture(Path directory, Environment environment) {
    this(directory, environment, 0, 0);
  }

  /// @param peoplePort the port of the people's door; 0 for a free one
  /// @param agentsPort the port of the agents' door; 0 for a free one
  public GatewayFixture(Path directory, Environment environment, int peoplePort, int agentsPort) {
    Clock clock = environment.clock();
    this.org = new TestOrg(directory.resolve("keys"), clock);
    Path tls = org.serviceDirectory("gateway");
    this.people = new People(org, clock, TlsIdentity.open(tls, clock).material().fingerprint());
    GrpcSecurity security = org.security(people::rightsOf, systems());
    this.services =
        Arrays.stream(Backend.values())
            .map(backend ->
                ScriptedService.start(
                    backend, org.service(backend.service()), security, script, environment))
            .toList();
    script.answer("io.aramaki.inventory.v1.KeyService/GetKeySet", org.keySet());
    script.stream(WATCH_REVOCATIONS, (_, out) -> nothingRevoked(out));
    people.into(script);
    people.session(SESSION, "alice", "Alice Archer").grant("alice", Role.ADMIN);
    this.app =
        GatewayApp.start(
            new GatewayConfig(
                new MemberConfig(target(0), tls, Optional.empty(), "test-1", Optional.empty()),
                new PeopleConfig(
                    "127.0.0.1", peoplePort, Optional.empty(), Optional.empty(), Set.of()),
                new GatewayConfig.AgentsConfig("127.0.0.1", agentsPort, 2),
                new GatewayConfig.OtlpConfig("127.0.0.1", 0),
                HttpConfig.loopback(),
                TelemetryConfig.none(),
                target(1),
                target(2),
                target(3),
                directory.resolve("data")),
            environment);
    this.http = client(TlsContexts.anonymous(List.of(org.authority()), clock));
  }

  /// Opens a browser or program that shows a certificate, or none.
  public static HttpClient client(TlsContexts showing) {
    return HttpClient.newBuilder()
        .sslContext(showing.sslContext())
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  private String target(int service) {
    return "dns:///" + services.get(service).address();
  }

  /// All resources belong to one system, whatever they are called; systems are themselves.
  private SystemOf systems() {
    SystemOf systems = SystemOf.systems();
    for (String collection : COLLECTIONS) {
      systems = systems.with(collection, _ -> Optional.of(orgName() + "/systems/" + SYSTEM));
    }
    return systems;
  }

  private static void nothingRevoked(ServiceScript.Out out) throws InterruptedException {
    out.send(WatchRevocationsResponse.newBuilder().setComplete(true).build());
    new CountDownLatch(1).await();
  }

  public People people() {
    return people;
  }

  public ServiceScript script() {
    return script;
  }

  public TestOrg org() {
    return org;
  }

  /// Answers the organisation's resource name.
  public String orgName() {
    return org.id().resourceName();
  }

  public GatewayApp app() {
    return app;
  }

  public String url() {
    return "https://" + address("people");
  }

  /// Answers the address of a door, `host:port`.
  public String address(String door) {
    return Objects.requireNonNull(app.addresses().get(door), door);
  }

  /// Lets the one monitoring instance own all agents.
  public void ownAllAgents() {
    ownAllAgents(monitoringAddress());
  }

  /// Tells whether the gateway says that it can work.
  public boolean isReady() throws IOException, InterruptedException {
    var ready = URI.create("http://" + address("admin") + "/health/ready");
    return http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  /// Lets one instance own all agents, wherever it is.
  public void ownAllAgents(String address) {
    script.answer(
        "io.aramaki.monitoring.v1.OwnershipService/ListShardOwners",
        ListShardOwnersResponse.newBuilder()
            .setShardCount(1)
            .addOwners(
                ListShardOwnersResponse.ShardOwner.newBuilder()
                    .setInstance("m1")
                    .setAddress(address)
                    .setEpoch(1))
            .build());
  }

  /// Answers the address of a scripted monitoring, where an owner's address is wanted.
  public String monitoringAddress() {
    return services.get(1).address();
  }

  public HttpClient http() {
    return http;
  }

  /// A request with the session's cookie, from one of our own pages.
  public HttpRequest.Builder asAlice(String path) {
    return request(path)
        .header("Cookie", "other=1; __Host-aramaki=" + SESSION)
        .header("Origin", url());
  }

  /// A request of somebody who is not logged in.
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(20));
  }

  /// A request of a browser.
  public HttpRequest.Builder page(String path) {
    return asAlice(path).header("Accept", "text/html,application/xhtml+xml");
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// Posts a form like a browser.
  public HttpResponse<String> post(String path, Map<String, String> form)
      throws IOException, InterruptedException {
    return send(
        page(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encode(form))));
  }

  public static String encode(Map<String, String> form) {
    var text = new StringBuilder();
    form.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : "&")
            .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return text.toString();
  }

  @Override
  public void close() {
    http.shutdownNow();
    app.close();
    services.forEach(ScriptedService::close);
  }
}
