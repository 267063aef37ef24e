package io.aramaki.kit.member;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc;
import io.aramaki.inventory.v1.GetKeySetRequest;
import io.aramaki.inventory.v1.KeyServiceGrpc;
import io.aramaki.inventory.v1.RenewCertificateRequest;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.tls.CertificateRequests;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.grpc.Channel;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps certificate and key set young.
final class Renewal {
  private static final Logger log = LoggerFactory.getLogger(Renewal.class);

  private final TlsIdentity identity;
  private final KeySetFile keys;
  private final Channel inventory;
  private final Environment environment;
  private final SecureRandom random = new SecureRandom();

  Renewal(TlsIdentity identity, KeySetFile keys, Channel inventory, Environment environment) {
    this.identity = identity;
    this.keys = keys;
    this.inventory = inventory;
    this.environment = environment;
  }

  void keepUp() {
    var shown =
        KeyServiceGrpc.newBlockingStub(inventory).getKeySet(GetKeySetRequest.getDefaultInstance());
    if (keys.offer(shown)) {
      log.atInfo().addKeyValue("version", keys.get().version()).log("newer key set");
    }
    if (environment.clock().instant().isBefore(identity.renewTime())) {
      return;
    }
    var request = CertificateRequests.create(random);
    var answer =
        EnrolmentServiceGrpc.newBlockingStub(inventory)
            .renewCertificate(
                RenewCertificateRequest.newBuilder()
                    .setCertificateRequest(ByteString.copyFrom(request.pkcs10()))
                    .build());
    identity.replace(Enrolment.material(request.keys().getPrivate(), answer, keys.get()));
    log.atInfo().addKeyValue("expires", identity.expireTime()).log("certificate renewed");
  }
}
