package io.aramaki.kit.grpc.error;

import io.grpc.Status.Code;

/// Why the chain refuses a call before the endpoint sees it. The names are API: they are the
/// `ErrorInfo.reason`, listed in `proto/README.md`.
public enum AccessReason {
  /// The RPC needs a certificate, and none was shown.
  NO_CREDENTIALS(Code.UNAUTHENTICATED),
  /// The certificate is of another organisation, over, or names nobody.
  CERTIFICATE_REFUSED(Code.UNAUTHENTICATED),
  /// The certificate, or the agent's for which the gateway vouches, is revoked.
  CERTIFICATE_REVOKED(Code.UNAUTHENTICATED),
  /// The internal token is forged, over, for another RPC or shown by another process.
  TOKEN_REFUSED(Code.UNAUTHENTICATED),
  /// Somebody who is not the gateway vouches for an agent, or the gateway does so in a wrong form.
  AGENT_REFUSED(Code.UNAUTHENTICATED),
  /// The stream outlived the certificate or the token with which it was opened.
  CREDENTIALS_EXPIRED(Code.UNAUTHENTICATED),
  /// This kind of caller may not call this RPC.
  CALLER_NOT_ADMITTED(Code.PERMISSION_DENIED),
  /// The person lacks the role, for the system or the organisation.
  NO_RIGHT(Code.PERMISSION_DENIED);

  private final Code code;

  AccessReason(Code code) {
    this.code = code;
  }

  /// Answers the status code that goes with the reason.
  public Code code() {
    return code;
  }
}
