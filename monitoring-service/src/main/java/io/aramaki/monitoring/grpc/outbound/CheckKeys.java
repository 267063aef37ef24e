package io.aramaki.monitoring.grpc.outbound;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.GetKeySetRequest;
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

/// Makes the organisation know monitoring's key, and keeps the organisation's keys up to date here.
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

  /// Registers the key if needed, and fetches the newest key set.
  ///
  /// @return false if inventory does not answer now
  public boolean refresh() {
    var stub = inventory.withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      if (isRegistered()) {
        keys.offer(stub.getKeySet(GetKeySetRequest.getDefaultInstance()));
      } else {
        ByteString der = ByteString.copyFrom(key.publicKey().getEncoded());
        keys.offer(
            stub.registerCheckKey(RegisterCheckKeyRequest.newBuilder().setPublicKey(der).build()));
        log.atInfo().log("the check-definition key is registered");
      }
      return true;
    } catch (StatusRuntimeException e) {
      log.atWarn().setCause(e).log("inventory does not answer about keys; asked again");
      return false;
    }
  }
}
