package io.aramaki.gateway.web.write;

import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.write.SenderTokens;
import io.aramaki.gateway.grpc.write.Targets;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.Credentials;

/// Who sends samples, and to which system.
final class Senders {
  private final Credentials credentials;
  private final Targets targets;

  Senders(Credentials credentials, Targets targets) {
    this.credentials = credentials;
    this.targets = targets;
  }

  /// A sender that may write.
  ///
  /// @param who what it shows
  /// @param system the system to which it may write
  record Sender(Credential who, String system) {}

  /// Finds out who sends.
  ///
  /// @throws Failure if it is nobody, or may not write
  Sender of(Ask ask) throws InterruptedException {
    Credential who = credential(ask);
    String wanted = wanted(ask);
    return new Sender(who, Failure.translating(() -> targets.of(who, wanted)));
  }

  private Credential credential(Ask ask) {
    return ask.header("authorization")
        .map(SenderTokens::of)
        .orElseGet(() -> credentials.require(ask));
  }

  private static String wanted(Ask ask) {
    try {
      String parameter = ask.parameter(Targets.PARAMETER);
      return parameter.isEmpty() ? ask.header(Targets.HEADER).orElse("") : parameter;
    } catch (IllegalArgumentException _) {
      throw new Failure(
          400,
          "INVALID_ARGUMENT",
          "INVALID_QUERY",
          "the query is not percent-encoded as it should be");
    }
  }
}
