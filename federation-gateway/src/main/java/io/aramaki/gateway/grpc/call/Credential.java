package io.aramaki.gateway.grpc.call;

import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.security.Sha256;
import java.nio.charset.StandardCharsets;

/// What a person has shown.
public sealed interface Credential {
  /// The secret of a session, from the cookie.
  record Session(Redacted secret) implements Credential {}

  /// An API token, from the header `Authorization`.
  record ApiToken(Redacted token) implements Credential {}

  /// Names the credential where it must not be kept itself.
  default Sha256 digest() {
    String text =
        switch (this) {
          case Session session -> "session " + session.secret().reveal();
          case ApiToken api -> "api " + api.token().reveal();
        };
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
