package io.aramaki.kit.member;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.EnrolRequest;
import io.aramaki.inventory.v1.EnrolResponse;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.security.Certificates;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.kit.security.tls.CertificateRequests;
import io.aramaki.kit.security.tls.KeyMaterial;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;

/// The first start of a service: turns a single-use token into a certificate. The key is durable
/// before it is shown, so that a start which died in between asks again with the same key and gets
/// the same certificate.
final class Enrolment {
  private final MemberConfig config;
  private final Environment environment;

  Enrolment(MemberConfig config, Environment environment) {
    this.config = config;
    this.environment = environment;
  }

  TlsIdentity enrol() {
    var token = EnrolmentTokenString.parse(read(tokenFile()));
    var pending = PendingKey.openOrMake(config.tlsDirectory());
    var tls = TlsContexts.pinned(token.org(), token.caSha256(), environment.clock());
    try (var channel = GrpcClients.builder(config.inventory(), tls, "inventory").open()) {
      var answer =
          EnrolmentServiceGrpc.newBlockingStub(channel)
              .enrol(
                  EnrolRequest.newBuilder()
                      .setTokenId(token.tokenId())
                      .setSecret(ByteString.copyFrom(token.secret()))
                      .setCertificateRequest(
                          ByteString.copyFrom(
                              CertificateRequests.request(pending.keys(), new SecureRandom())))
                      .build());
      var keys =
          KeySetFile.create(
              Member.keySetFile(config.tlsDirectory()), token.org(), answer.getKeySet());
      var material = material(pending.keys().getPrivate(), answer, keys.get());
      var identity = TlsIdentity.create(config.tlsDirectory(), material, environment.clock());
      pending.forget();
      return identity;
    }
  }

  static KeyMaterial material(PrivateKey key, EnrolResponse answer, TrustedKeys keys) {
    var chain =
        Certificates.parseChain(
            answer.getCertificateChainList().stream().map(ByteString::toByteArray).toList());
    return new KeyMaterial(key, chain, keys.authorities());
  }

  private Path tokenFile() {
    return config
        .enrolmentTokenFile()
        .orElseThrow(() ->
            new BadConfiguration(
                "%s holds no certificate that is in force, and enrolment-token-file is not set: './aramaki up' writes a token for each service"
                    .formatted(config.tlsDirectory())));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadConfiguration(
          "the enrolment token %s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
