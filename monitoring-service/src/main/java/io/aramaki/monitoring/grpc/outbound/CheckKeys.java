package io.aramaki.monitoring.grpc.outbound;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.KeyServiceGrpc;
import io.aramaki.inventory.v1.KeyServiceGrpc.KeyServiceBlockingStub;
import io.aramaki.inventory.v1.RegisterCheckKeyRequest;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the organisation know monitoring's key.
public final class CheckKeys {
  private static final Logger log = LoggerFactory.getLogger(CheckKeys.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final KeyServiceBlockingStub inventory;
  private final KeySetFile keys;
  private final SigningKey key;

  public CheckKeys(Channel channel, KeySetFile keys, SigningKey key) {
    this.inventory = KeyServiceGrpc.newBlockingStub(channel);
    this.keys = keys;
    this.key = key;
  }

  /// True if the organisation's key set holds the key: agents believe what it signed.
  public boolean isRegistered() {
    return keys.get().has(key.publicKey(), Purpose.CHECK);
  }

  /// Registers the key unless the organisation knows it.
  ///
  /// @return false if inventory does not answer now
  public boolean register() {
    if (isRegistered()) {
      return true;
    }
    var stub = inventory.withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    ByteString der = ByteString.copyFrom(key.publicKey().getEncoded());
    try {
      var request = RegisterCheckKeyRequest.newBuilder().setPublicKey(der).build();
      keys.offer(stub.registerCheckKey(request));
      log.atInfo().log("the check-definition key is registered");
      return true;
    } catch (StatusRuntimeException e) {
      log.atWarn().setCause(e).log("the check-definition key is not registered yet");
      return false;
    }
  }
}
