package io.aramaki.kit.grpc.matrix;

/// A way to come to a server, good or bad. Each RPC is tried with each.
public enum CallerKind {
  /// TLS without a client certificate.
  NO_CERTIFICATE,
  /// A certificate that names a member of our organisation, by an authority that is not ours.
  FOREIGN_AUTHORITY,
  /// A certificate of ours that has ended.
  EXPIRED_CERTIFICATE,
  /// A certificate of ours that is revoked.
  REVOKED_CERTIFICATE,
  /// An agent with its own certificate that does not go through the gateway.
  AGENT_DIRECT,
  /// A service that is not the gateway and vouches for an agent.
  AGENT_FORGED,
  /// An agent for which the gateway vouches, and whose certificate is revoked.
  AGENT_REVOKED,
  /// An agent for which the gateway vouches.
  AGENT,
  /// A service that the RPC names, or any where it names none.
  SERVICE,
  /// A service that no RPC names.
  OTHER_SERVICE,
  /// A person's token that was minted for another RPC.
  TOKEN_OTHER_AUDIENCE,
  /// A person's token that was minted for another process than the one that shows it.
  TOKEN_OTHER_PRESENTER,
  /// A person's token that has ended.
  TOKEN_EXPIRED,
  /// Bytes in the place of a token.
  TOKEN_GARBLED,
  /// A person without any right.
  PERSON_WITHOUT_RIGHTS,
  /// A person who is viewer of the whole organisation.
  VIEWER,
  /// A person who may write samples to the whole organisation, and see nothing.
  WRITER,
  /// A person who is operator of a subtree that the request does not touch.
  OPERATOR_ELSEWHERE,
  /// A person who is administrator of the whole organisation.
  ADMIN
}
