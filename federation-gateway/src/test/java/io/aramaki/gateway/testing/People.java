package io.aramaki.gateway.testing;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.aramaki.inventory.v1.ListRightsRequest;
import io.aramaki.inventory.v1.ListRightsResponse;
import io.aramaki.inventory.v1.LoginRequest;
import io.aramaki.inventory.v1.LogoutRequest;
import io.aramaki.inventory.v1.MintTokenRequest;
import io.aramaki.inventory.v1.MintTokenResponse;
import io.aramaki.inventory.v1.Session;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.aramaki.type.v1.SignedToken;
import io.grpc.Status.Code;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The people of an organisation, and what inventory's endpoints about them answer: sessions, API
/// tokens, rights. Internal tokens are real.
public final class People {
  static final String LOGIN = "io.aramaki.inventory.v1.LoginService/";
  private static final String LIST_RIGHTS = "io.aramaki.inventory.v1.UserService/ListRights";
  private static final long SESSION_SECONDS = 8 * 3600;

  /// Somebody who shows something.
  ///
  /// @param misdirected whether the tokens minted for them are for another RPC than was asked
  private record Holder(String user, String displayName, boolean misdirected) {}

  private final TestOrg org;
  private final Clock clock;
  private final Sha256 gateway;
  private final Map<String, Holder> sessions = new ConcurrentHashMap<>();
  private final Map<String, Holder> apiTokens = new ConcurrentHashMap<>();
  private final Map<String, String> passwords = new ConcurrentHashMap<>();
  private final Map<String, List<Right>> rights = new ConcurrentHashMap<>();

  /// @param gateway the certificate to which tokens are bound
  People(TestOrg org, Clock clock, Sha256 gateway) {
    this.org = org;
    this.clock = clock;
    this.gateway = gateway;
  }

  void into(ServiceScript script) {
    script
        .answer(LOGIN + "Login", this::login)
        .answer(LOGIN + "Logout", this::logout)
        .answer(LOGIN + "MintToken", this::mint)
        .answer(
            LIST_RIGHTS,
            message ->
                ListRightsResponse.newBuilder()
                    .addAllRights(of(((ListRightsRequest) message).getPrincipal()))
                    .build());
  }

  /// Gives somebody a role in the whole organisation, instead of what they had.
  public People grant(String user, Role role) {
    rights.put(name(user), List.of(right(role).setOrganisationWide(true).build()));
    return this;
  }

  /// Gives somebody a role for one system only.
  public People grant(String user, Role role, String system) {
    String name = org.id().resourceName() + "/systems/" + system;
    rights.put(name(user), List.of(right(role).addSystems(name).build()));
    return this;
  }

  private static Right.Builder right(Role role) {
    return Right.newBuilder().setRole(role);
  }

  /// Makes a session.
  public People session(String secret, String user, String displayName) {
    sessions.put(secret, new Holder(user, displayName, false));
    return this;
  }

  /// Makes a session for which inventory mints tokens for another RPC than the one that was asked
  /// for.
  public People misdirectedSession(String secret, String user) {
    sessions.put(secret, new Holder(user, user, true));
    return this;
  }

  public People apiToken(String token, String user) {
    apiTokens.put(token, new Holder(user, user, false));
    return this;
  }

  /// Ends an API token, as its expiry does.
  public void expireApiToken(String token) {
    apiTokens.remove(token);
  }

  public People password(String user, String password) {
    passwords.put(user, password);
    return this;
  }

  /// Mints an internal token, as if it had been stolen from the gateway.
  ///
  /// @param rpc `package.Service/Method`
  public SignedToken token(String user, String rpc) {
    return org.token(name(user), Audience.ofFullMethodName(rpc), gateway);
  }

  public Sha256 gatewayCertificate() {
    return gateway;
  }

  Rights rightsOf(String principal) {
    return Rights.of(of(principal));
  }

  private List<Right> of(String principal) {
    return rights.getOrDefault(principal, List.of());
  }

  private String name(String user) {
    return org.id().resourceName() + "/users/" + user;
  }

  private Message login(Message message) {
    var request = (LoginRequest) message;
    if (!request.getPassword().equals(passwords.get(request.getUserId()))) {
      throw Errors.of(
          Code.UNAUTHENTICATED, "LOGIN_REFUSED", "the name and password do not go together");
    }
    String secret = "session-" + sessions.size() + "-of-" + request.getUserId();
    session(secret, request.getUserId(), request.getUserId());
    return Session.newBuilder()
        .setSecret(secret)
        .setUser(name(request.getUserId()))
        .setDisplayName(request.getUserId())
        .setExpireTime(in(SESSION_SECONDS))
        .build();
  }

  private Message logout(Message message) {
    sessions.remove(((LogoutRequest) message).getSecret());
    return com.google.protobuf.Empty.getDefaultInstance();
  }

  private Message mint(Message message) {
    var request = (MintTokenRequest) message;
    boolean session = request.getApiToken().isEmpty();
    Holder holder =
        session ? sessions.get(request.getSessionSecret()) : apiTokens.get(request.getApiToken());
    if (holder == null) {
      throw refused(session);
    }
    var audience =
        new Audience(
            request.getAudienceService(),
            holder.misdirected ? "AnotherRpc" : request.getAudienceMethod());
    return MintTokenResponse.newBuilder()
        .setToken(org.token(name(holder.user), audience, gateway))
        .setUser(name(holder.user))
        .setDisplayName(holder.displayName)
        .setExpireTime(in(60))
        .build();
  }

  private static Refusal refused(boolean session) {
    return session
        ? Errors.of(Code.UNAUTHENTICATED, "SESSION_ENDED", "the session has ended; log in again")
        : Errors.of(
            Code.UNAUTHENTICATED,
            "API_TOKEN_REFUSED",
            "the API token is unknown, revoked or has expired; make a new one");
  }

  private Timestamp in(long seconds) {
    return Timestamp.newBuilder().setSeconds(clock.instant().getEpochSecond() + seconds).build();
  }
}
