package io.aramaki.gateway.grpc.call;

import io.aramaki.inventory.v1.LoginServiceGrpc;
import io.aramaki.inventory.v1.MintTokenRequest;
import io.aramaki.inventory.v1.MintTokenResponse;
import io.aramaki.kit.security.Sha256;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Has internal tokens minted, one for each credential and RPC, and keeps each until shortly before
/// it ends, so that most calls cost no second call.
public final class InternalTokens {
  /// A token is not used any more when it has so much left: the call it goes with takes time, too.
  static final Duration MARGIN = Duration.ofSeconds(10);

  /// How many are kept; the one not used for the longest goes first.
  static final int TOKENS_MAX = 10_000;

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private record Key(Sha256 credential, String rpc) {}

  private final Channel inventory;
  private final Clock clock;
  private final Map<Key, InternalToken> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, InternalToken> eldest) {
          return size() > TOKENS_MAX;
        }
      };

  public InternalTokens(Channel inventory, Clock clock) {
    this.inventory = inventory;
    this.clock = clock;
  }

  /// Answers a token for a call. May block for a call to inventory.
  ///
  /// @throws io.grpc.StatusRuntimeException if the credential is not good any more, or inventory
  ///   does not answer
  public InternalToken forCall(Credential who, MethodDescriptor<?, ?> rpc) {
    var key = new Key(who.digest(), rpc.getFullMethodName());
    Instant usable = clock.instant().plus(MARGIN);
    synchronized (kept) {
      @Nullable InternalToken token = kept.get(key);
      if (token != null && token.expireTime().isAfter(usable)) {
        return token;
      }
    }
    InternalToken minted = mint(who, rpc);
    synchronized (kept) {
      kept.put(key, minted);
    }
    return minted;
  }

  /// Forgets one token, because a service did not believe it.
  void forget(Credential who, MethodDescriptor<?, ?> rpc) {
    synchronized (kept) {
      kept.remove(new Key(who.digest(), rpc.getFullMethodName()));
    }
  }

  /// Forgets the tokens of a credential, for example because its owner logged out.
  public void forget(Credential who) {
    Sha256 digest = who.digest();
    synchronized (kept) {
      kept.keySet().removeIf(key -> key.credential().equals(digest));
    }
  }

  /// Forgets all, because the gateway's certificate, to which they are bound, was replaced.
  public void forgetAll() {
    synchronized (kept) {
      kept.clear();
    }
  }

  private InternalToken mint(Credential who, MethodDescriptor<?, ?> rpc) {
    var request =
        MintTokenRequest.newBuilder()
            .setAudienceService(String.valueOf(rpc.getServiceName()))
            .setAudienceMethod(String.valueOf(rpc.getBareMethodName()));
    switch (who) {
      case Credential.Session session -> request.setSessionSecret(session.secret().reveal());
      case Credential.ApiToken api -> request.setApiToken(api.token().reveal());
    }
    MintTokenResponse answer =
        LoginServiceGrpc.newBlockingStub(inventory)
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .mintToken(request.build());
    return new InternalToken(
        answer.getToken(),
        answer.getUser(),
        answer.getDisplayName(),
        Instant.ofEpochSecond(
            answer.getExpireTime().getSeconds(), answer.getExpireTime().getNanos()));
  }
}
