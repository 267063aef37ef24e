package io.aramaki.agent.app;

import io.aramaki.agent.session.Enrolment;
import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.PrivateFiles;
import io.aramaki.kit.security.UnsafeKeyFile;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.io.IOException;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `./aramaki agent-process enrol --token …`: turns a token into a certificate.
///
/// An agent whose certificate ended is enrolled again in its state directory: key and certificate
/// are replaced, and the spool with its chain of boots stays, because both belong to the agent's
/// name, not to its key.
public final class EnrolCommand {
  private static final Logger log = LoggerFactory.getLogger(EnrolCommand.class);

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
    requireEnded(state);
    EnrolmentTokenString token = token(tokenText);
    requireOwner(state, token.org().resourceName(), true);
    PrivateFiles.createDirectories(state.path());
    var pending = PendingKey.of(state.path(), token.tokenId());
    try {
      Enrolment.Enrolled enrolled =
          new Enrolment(random)
              .enrol(token, pending.keys(random), environment.clock(), environment.random());
      requireOwner(state, enrolled.name(), false);
      KeySetFile.create(state.keySet(), token.org(), enrolled.keySet());
      state.write(
          new StateDirectory.Enrolled(enrolled.name(), enrolled.system(), token.addresses()));
      // Last, because a certificate that is in force ends the right to repeat this.
      TlsIdentity.create(state.tls(), enrolled.material(), environment.clock());
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

  /// Refuses while the present certificate is in force. One that is missing or cannot be used is as
  /// good as ended.
  private void requireEnded(StateDirectory state) {
    if (!state.isEnrolled() || !TlsIdentity.isPresent(state.tls())) {
      return;
    }
    try {
      var identity = TlsIdentity.open(state.tls(), environment.clock());
      if (!identity.isExpired()) {
        throw new BadConfiguration(
            """
            this agent is enrolled as %s, and its certificate is in force until %s: there is nothing \
            to do. If that certificate was revoked, stop the agent, delete %s (only that: the spool \
            stays) and enrol again. A revoked agent, and any other one, needs another name and \
            another state-directory\
            """
                .formatted(state.enrolled().name(), identity.expireTime(), state.tls()));
      }
    } catch (UnsafeKeyFile e) {
      log.atWarn().setCause(e).log("the present key cannot be used and will be replaced");
    }
  }

  /// Refuses a name other than the one that the spool belongs to.
  private static void requireOwner(StateDirectory state, String shown, boolean organisation) {
    if (!state.isEnrolled()) {
      return;
    }
    String owner = state.enrolled().name();
    if (organisation ? !owner.startsWith(shown + "/") : !owner.equals(shown)) {
      throw new BadConfiguration(
          """
          the token is for %s, but %s and the spool in it belong to %s; ask for a token for %s, or \
          give the other agent another state-directory\
          """
              .formatted(shown, state.path(), owner, owner));
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
