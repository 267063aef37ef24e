package io.aramaki.agent.app;

import io.aramaki.agent.session.Enrolment;
import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.PrivateFiles;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.io.IOException;
import java.security.SecureRandom;

/// `aramaki-agent enrol --token …`: turns a token into a certificate.
public final class EnrolCommand {
  private final AgentConfig config;
  private final Environment environment;
  private final SecureRandom random;

  public EnrolCommand(AgentConfig config, Environment environment, SecureRandom random) {
    this.config = config;
    this.environment = environment;
    this.random = random;
  }

  /// Enrols and says what came of it, in one line.
  ///
  /// @throws BadConfiguration if it does not work; the message says what to do
  public String run(String tokenText) {
    var state = new StateDirectory(config.stateDirectory());
    if (state.isEnrolled()) {
      throw new BadConfiguration(
          "this agent is enrolled as "
              + state.enrolled().name()
              + "; to enrol it anew, stop it and move "
              + config.stateDirectory()
              + " away");
    }
    EnrolmentTokenString token = token(tokenText);
    PrivateFiles.createDirectories(state.path());
    var pending = PendingKey.of(state.path(), token.tokenId());
    try {
      Enrolment.Enrolled enrolled =
          new Enrolment(random)
              .enrol(token, pending.keys(random), environment.clock(), environment.random());
      KeySetFile.create(state.keySet(), token.org(), enrolled.keySet());
      if (!TlsIdentity.isPresent(state.tls())) {
        TlsIdentity.create(state.tls(), enrolled.material(), environment.clock());
      }
      state.write(
          new StateDirectory.Enrolled(enrolled.name(), enrolled.system(), token.addresses()));
      pending.delete();
      return "enrolled as " + enrolled.name() + " for " + enrolled.system();
    } catch (EnrolmentFailed e) {
      throw new BadConfiguration(e.getMessage() + "; it may be tried again", e);
    } catch (NotTrusted e) {
      throw new BadConfiguration(
          "the answer of the gateway is not to be trusted: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BadConfiguration("cannot write to " + state.path() + ": " + e.getMessage(), e);
    }
  }

  private EnrolmentTokenString token(String text) {
    try {
      EnrolmentTokenString token = EnrolmentTokenString.parse(text);
      if (token.expireTime().isBefore(environment.clock().instant())) {
        throw new BadConfiguration(
            "the token expired at " + token.expireTime() + "; ask for another one");
      }
      return token;
    } catch (NotTrusted e) {
      throw new BadConfiguration("--token: " + e.getMessage(), e);
    }
  }
}
