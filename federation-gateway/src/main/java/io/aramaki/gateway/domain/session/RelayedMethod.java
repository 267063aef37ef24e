package io.aramaki.gateway.domain.session;

import java.util.Arrays;
import java.util.Optional;

/// The methods that agents may call through the gateway; all others are unknown at this door.
public enum RelayedMethod {
  OBSERVE("/io.aramaki.agent.v1.ObservationSessionService/Observe", Target.OWNER, true, true),
  CONTROL("/io.aramaki.agent.v1.ControlSessionService/Control", Target.INVENTORY, true, true),
  ENROL("/io.aramaki.inventory.v1.EnrolmentService/Enrol", Target.INVENTORY, false, false),
  RENEW(
      "/io.aramaki.inventory.v1.EnrolmentService/RenewCertificate", Target.INVENTORY, true, false),
  GET_KEY_SET("/io.aramaki.inventory.v1.KeyService/GetKeySet", Target.INVENTORY, true, false);

  /// Who answers a method.
  public enum Target {
    /// The monitoring instance that owns the agent's shard.
    OWNER,
    /// Any instance of inventory.
    INVENTORY
  }

  private final String path;
  private final Target target;
  private final boolean certificateRequired;
  private final boolean session;

  RelayedMethod(String path, Target target, boolean certificateRequired, boolean session) {
    this.path = path;
    this.target = target;
    this.certificateRequired = certificateRequired;
    this.session = session;
  }

  /// Answers the method of a request path; empty if agents have none there.
  public static Optional<RelayedMethod> of(String path) {
    return Arrays.stream(values()).filter(method -> method.path.equals(path)).findFirst();
  }

  /// Answers the HTTP/2 path.
  public String path() {
    return path;
  }

  public Target target() {
    return target;
  }

  /// Tells whether the caller must show a certificate of an agent.
  public boolean certificateRequired() {
    return certificateRequired;
  }

  /// Tells whether it is a long stream, of which an agent has one at a time.
  public boolean isSession() {
    return session;
  }

  /// Tells whether its requests may carry batches, and its responses their acknowledgements.
  public boolean carriesBatches() {
    return this == OBSERVE;
  }
}
