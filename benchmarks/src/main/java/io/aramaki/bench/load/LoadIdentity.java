package io.aramaki.bench.load;

import io.aramaki.agent.session.Enrolment;
import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.PrivateFiles;
import io.aramaki.kit.security.tls.CertificateRequests;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Properties;

/// Who a simulated agent is: its name, its system, its certificate, and the gateways it knows.
///
/// @param agent the agent, by resource name
/// @param system the system that it reports for, by resource name
/// @param gateways `host:port` of the agents' doors
/// @param directory where key, certificate and the last boot lie
/// @param tls key and certificate; it is not renewed, so it bounds how long the agent can run
public record LoadIdentity(
    String agent, String system, List<String> gateways, Path directory, TlsIdentity tls) {
  private static final String FILE = "enrolment";

  public LoadIdentity {
    gateways = List.copyOf(gateways);
  }

  /// Turns a token into an identity. The token says where the gateway is and which authority it
  /// must show.
  ///
  /// @param token the string that `POST /v1/orgs/-/enrolmentTokens` answered; it works once
  /// @param directory is made, if it is not there
  /// @throws EnrolmentFailed if no gateway takes it
  public static LoadIdentity enrol(String token, Path directory, Environment environment)
      throws EnrolmentFailed {
    PrivateFiles.createDirectories(directory);
    var random = new SecureRandom();
    var parsed = EnrolmentTokenString.parse(token);
    Enrolment.Enrolled enrolled =
        new Enrolment(random)
            .enrol(
                parsed,
                CertificateRequests.newKeys(random),
                environment.clock(),
                environment.random());
    TlsIdentity tls =
        TlsIdentity.create(directory.resolve("tls"), enrolled.material(), environment.clock());
    String text =
        "agent=%s%nsystem=%s%ngateways=%s%n"
            .formatted(enrolled.name(), enrolled.system(), String.join(",", parsed.addresses()));
    PrivateFiles.write(directory.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
    return new LoadIdentity(enrolled.name(), enrolled.system(), parsed.addresses(), directory, tls);
  }

  /// True if somebody enrolled into this directory.
  public static boolean isPresent(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /// Reads the identity that [#enrol] left in the directory.
  public static LoadIdentity open(Path directory, Clock clock) {
    var properties = new Properties();
    try {
      properties.load(
          new StringReader(
              new String(PrivateFiles.read(directory.resolve(FILE)), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LoadIdentity(
        properties.getProperty("agent", ""),
        properties.getProperty("system", ""),
        List.of(properties.getProperty("gateways", "").split(",", -1)),
        directory,
        TlsIdentity.open(directory.resolve("tls"), clock));
  }

  /// The same agent with other doors, for example a proxy in front of the gateway.
  public LoadIdentity withGateways(List<String> others) {
    return new LoadIdentity(agent, system, others, directory, tls);
  }
}
