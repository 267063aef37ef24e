package io.aramaki.kit.security;

import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.CertificateRequests;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.Matcher;
import java.nio.file.Path;
import java.security.SecureRandom;

/// What an agent does with this module at its start and when it enrols.
public final class LightStart {
  private LightStart() {}

  public static String start(Path directory, String org) {
    var random = new SecureRandom();
    var clock = new TestClock();
    var identity = TlsIdentity.open(directory.resolve("tls"), clock);
    TlsContexts.mutual(identity).sslContext();
    var keys = KeySetFile.open(directory.resolve("keys"), new OrgId(org)).get();
    Signatures.sign(SigningKey.generate(random), Matcher.getDefaultInstance());
    CertificateRequests.create(random);
    return identity.identity() + " version " + keys.version();
  }
}
