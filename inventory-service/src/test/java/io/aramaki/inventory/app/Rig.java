package io.aramaki.inventory.app;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.domain.role.RoleBinding;
import io.aramaki.inventory.domain.system.SystemContent;
import io.aramaki.inventory.v1.Action;
import io.aramaki.inventory.v1.ActionServiceGrpc;
import io.aramaki.inventory.v1.CreateActionRequest;
import io.aramaki.inventory.v1.CreateSystemRequest;
import io.aramaki.inventory.v1.EnrolRequest;
import io.aramaki.inventory.v1.EnrolResponse;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc;
import io.aramaki.inventory.v1.ManagedSystem;
import io.aramaki.inventory.v1.Run;
import io.aramaki.inventory.v1.RunActionRequest;
import io.aramaki.inventory.v1.RunServiceGrpc;
import io.aramaki.inventory.v1.SystemServiceGrpc;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.Sessions;
import io.aramaki.kit.grpc.access.CallerHeaders;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.kit.security.tls.CertificateRequests;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.telemetry.TelemetryConfig;
import io.aramaki.type.v1.Principal;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A running inventory on a real Cassandra behind real TLS, and members of its organisation who
/// call it. One for all tests of a JVM: each test uses names of its own.
final class Rig {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static volatile Optional<Rig> shared = Optional.empty();

  final Path directory;
  final CassandraConfig cassandra;
  final FakeMonitoring monitoring;
  final Inventory inside;
  final InventoryApp app;
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();

  private Rig(CassandraConfig cassandra) {
    this.cassandra = cassandra;
    try {
      this.directory = Files.createTempDirectory("inventory-rig-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var environment = Environment.system();
    this.inside =
        new Inventory(
            config("inside", "static:///127.0.0.1:1"),
            Sessions.open(cassandra),
            OpenTelemetry.noop(),
            environment);
    this.monitoring = new FakeMonitoring(member("monitoring"), environment);
    this.app = InventoryApp.start(config("one", monitoring.target()), environment);
  }

  /// Answers the inventory of this JVM, which lies in the keyspace of whoever asks first.
  static synchronized Rig on(CassandraConfig cassandra) {
    Rig rig = shared.orElseGet(() -> new Rig(cassandra));
    shared = Optional.of(rig);
    return rig;
  }

  /// Answers a name that no other test has.
  static String fresh(String word) {
    return word + "-" + NAMES.incrementAndGet();
  }

  InventoryConfig config(String instance, String monitoringTarget) {
    return new InventoryConfig(
        instance,
        GrpcServerConfig.local(),
        HttpConfig.loopback(),
        cassandra,
        TelemetryConfig.none(),
        directory.resolve("tls-" + instance),
        directory.resolve("inventory.key"),
        monitoringTarget,
        List.of("gateway.example:8444"),
        new InventoryConfig.Certificates(
            Duration.ofDays(7), Duration.ofDays(7), List.of("localhost", "127.0.0.1")),
        new InventoryConfig.Sessions(Duration.ofHours(12), Duration.ofHours(2)),
        new InventoryConfig.Runs(Duration.ofSeconds(60)),
        Optional.empty());
  }

  String org() {
    return inside.names.org();
  }

  String name(String collection, String id) {
    return "orgs/" + org() + "/" + collection + "/" + id;
  }

  Change byAdmin() {
    return Change.by(name("users", "admin"));
  }

  /// Makes a system.
  String system(String... subsystems) {
    String id = fresh("system");
    inside.systems.create(
        new SystemId(id),
        new SystemContent(
            id, "", "", Map.of(), Arrays.stream(subsystems).map(SystemId::new).toList()),
        "",
        byAdmin());
    return id;
  }

  /// Answers the password that every user of the rig begins with.
  static String password(String user) {
    return "correct horse " + user;
  }

  /// Makes a user with a role over a subtree, or over everything.
  String user(Role role, String... tops) {
    String id = fresh("user");
    inside.users.create(new UserId(id), "User " + id, false, Redacted.of(password(id)));
    for (String top : tops) {
      Optional<SystemId> system = top.isEmpty() ? Optional.empty() : Optional.of(new SystemId(top));
      inside.roles.set(new RoleBinding(new UserId(id), role, system, false));
    }
    return id;
  }

  /// Makes a service with a certificate of its own.
  TlsIdentity member(String service) {
    return identity(Identity.service(inside.keys.org(), service, fresh("i")));
  }

  TlsIdentity identity(Identity holder) {
    return TlsIdentity.create(
        directory.resolve(fresh("member")),
        inside.keys.authority().issueOwn(holder, ExtraNames.NONE, LIFE),
        Clock.systemUTC());
  }

  String target() {
    return "dns:///" + app.addresses().get("grpc");
  }

  /// Answers a channel of a service.
  Channel service(String service) {
    return channels.computeIfAbsent(
        "service " + service, _ -> GrpcClients.channel(target(), member(service), "inventory"));
  }

  /// Answers a channel on which everything is asked for a person, through the gateway.
  Channel person(String user) {
    return person(target(), user);
  }

  private Channel person(String inventory, String user) {
    TlsIdentity gateway = gatewayIdentity();
    Channel channel =
        channels.computeIfAbsent(
            "people of " + inventory, _ -> GrpcClients.channel(inventory, gateway, "inventory"));
    return ClientInterceptors.intercept(channel, new AsPerson(user, gateway));
  }

  /// Lets an administrator change something at an inventory, so that it has to be audited.
  void changeSomething(String inventory) {
    var _ =
        SystemServiceGrpc.newBlockingStub(person(inventory, admin()))
            .createSystem(
                CreateSystemRequest.newBuilder()
                    .setParent("orgs/-")
                    .setSystemId(fresh("system"))
                    .setSystem(ManagedSystem.getDefaultInstance())
                    .build());
  }

  /// Answers the one audit chain in the keyspace that begins so.
  String chain(String prefix) {
    List<String> found =
        inside.auditRows.chains().stream().filter(chain -> chain.startsWith(prefix)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException("chains " + prefix + "…: " + found + ", expected one");
    }
    return found.getFirst();
  }

  /// Answers a channel on which everything is asked for an agent, through the gateway.
  Channel agent(String agent, Sha256 certificate) {
    return agent(target(), agent, certificate);
  }

  Channel agent(String inventory, String agent, Sha256 certificate) {
    Channel channel =
        channels.computeIfAbsent(
            "gateway of " + inventory,
            _ -> GrpcClients.channel(inventory, gatewayIdentity(), "inventory"));
    return ClientInterceptors.intercept(
        channel,
        MetadataUtils.newAttachHeadersInterceptor(
            CallerHeaders.agent(name("agents", agent), certificate)));
  }

  /// Answers a channel without a certificate that believes what a token says.
  ClientChannel anonymous(EnrolmentTokenString token) {
    return GrpcClients.builder(
            target(),
            TlsContexts.pinned(token.org(), token.caSha256(), Clock.systemUTC()),
            "inventory")
        .open();
  }

  /// Enrols an agent for a system, as the agent itself would.
  Enrolled enrol(String agent, String system) {
    var fresh =
        inside.enrolmentTokens.forAgent(
            new io.aramaki.inventory.domain.AgentId(agent),
            new SystemId(system),
            List.of(),
            Optional.empty(),
            byAdmin());
    var request = CertificateRequests.create(inside.random);
    EnrolResponse response =
        EnrolmentServiceGrpc.newBlockingStub(service("gateway"))
            .enrol(
                EnrolRequest.newBuilder()
                    .setTokenId(fresh.id())
                    .setSecret(
                        ByteString.copyFrom(
                            java.util.HexFormat.of().parseHex(fresh.secretHex().reveal())))
                    .setCertificateRequest(ByteString.copyFrom(request.pkcs10()))
                    .build());
    var sha256 = Sha256.of(response.getCertificateChain(0).toByteArray());
    return new Enrolled(agent, system, sha256);
  }

  /// Makes an action of a system with the only agent of the system, through the front door.
  ///
  /// @return its id
  String action(String system) {
    return action(system, "/usr/bin/true");
  }

  /// Makes an action whose definition takes 200 KiB.
  String bigAction(String system) {
    var command = new String[51];
    Arrays.fill(command, "x".repeat(4096));
    command[0] = "/usr/bin/true";
    return action(system, command);
  }

  private String action(String system, String... command) {
    String id = fresh("action");
    var _ =
        ActionServiceGrpc.newBlockingStub(person(admin()))
            .createAction(
                CreateActionRequest.newBuilder()
                    .setParent("orgs/-")
                    .setActionId(id)
                    .setAction(
                        Action.newBuilder()
                            .setSystem(name("systems", system))
                            .addAllCommand(List.of(command)))
                    .build());
    return id;
  }

  /// Asks for a run of an action.
  Run run(String user, String action) {
    return RunServiceGrpc.newBlockingStub(person(user))
        .runAction(RunActionRequest.newBuilder().setName(name("actions", action)).build());
  }

  /// Answers an administrator of the whole organisation.
  synchronized String admin() {
    String made = admin.orElseGet(() -> user(Role.ADMIN, ""));
    admin = Optional.of(made);
    return made;
  }

  private Optional<String> admin = Optional.empty();

  /// An agent that has a certificate.
  record Enrolled(String agent, String system, Sha256 certificate) {}

  private synchronized TlsIdentity gatewayIdentity() {
    return gateway.computeIfAbsent("gateway", this::member);
  }

  private final Map<String, TlsIdentity> gateway = new ConcurrentHashMap<>();

  /// Mints a token for each call, as the gateway would by asking inventory.
  private final class AsPerson implements ClientInterceptor {
    private final String user;
    private final TlsIdentity presenter;

    AsPerson(String user, TlsIdentity presenter) {
      this.user = user;
      this.presenter = presenter;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          headers.merge(CallerHeaders.person(token(user, method.getFullMethodName(), presenter)));
          super.start(listener, headers);
        }
      };
    }
  }

  io.aramaki.type.v1.SignedToken token(String user, String method, TlsIdentity presenter) {
    return new InternalTokens.Mint(
            inside.keys.tokenKey(), Clock.systemUTC(), new Secrets(inside.random))
        .mint(
            Principal.newBuilder()
                .setName(name("users", user))
                .setKind(Principal.Kind.USER)
                .build(),
            Audience.ofFullMethodName(method),
            presenter.material().fingerprint(),
            Duration.ofSeconds(60));
  }
}
