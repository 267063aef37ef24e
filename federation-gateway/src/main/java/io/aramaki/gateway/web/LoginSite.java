package io.aramaki.gateway.web;

import com.google.gson.JsonObject;
import io.aramaki.gateway.domain.login.Attempts;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.Logins;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.web.ui.Form;
import io.aramaki.gateway.web.ui.Renderer;
import io.aramaki.kit.app.Redacted;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Login and logout, for the form and for programs that send JSON.
public final class LoginSite {
  /// Where people log in.
  public static final String PATH = "/login";

  private static final int NAME_LENGTH_MAX = 64;
  private static final int PASSWORD_LENGTH_MAX = 200;
  private static final String JSON = "application/json";

  private final Logins logins;
  private final Credentials credentials;
  private final Attempts byAddress;
  private final Attempts byUser;
  private final Renderer renderer;
  private final Clock clock;

  /// @param byAddress limits attempts from one address
  /// @param byUser limits attempts for one name from one address
  public LoginSite(
      Logins logins,
      Credentials credentials,
      Attempts byAddress,
      Attempts byUser,
      Renderer renderer,
      Clock clock) {
    this.logins = logins;
    this.credentials = credentials;
    this.byAddress = byAddress;
    this.byUser = byUser;
    this.renderer = renderer;
    this.clock = clock;
  }

  /// Answers where it is.
  public List<Way> ways() {
    return List.of(
        new Way("GET", PATH, (ask, _) -> form(200, LocalPath.of(ask.parameter("next")), "")),
        new Way("POST", PATH, (ask, _) -> login(ask)),
        new Way("POST", "/logout", (ask, _) -> logout(ask)));
  }

  private Answer.Whole form(int status, String next, String message) {
    return Answer.html(status, renderer.login(next, message));
  }

  /// What somebody typed.
  private record Typed(String user, Redacted password, String next, boolean program) {}

  private Answer login(Ask ask) throws InterruptedException {
    credentials.requireOwnOrigin(ask, false);
    Typed typed = read(ask);
    try {
      limit(ask, typed.user());
      Logins.Opened opened =
          Failure.translating(
              () -> logins.login(typed.user(), typed.password(), ask.remoteAddress()));
      byAddress.giveBack(ask.remoteAddress());
      byUser.giveBack(key(ask, typed.user()));
      return (typed.program() ? Answer.json(200, json(opened)) : Answer.seeOther(typed.next()))
          .with("set-cookie", cookie(opened));
    } catch (Failure e) {
      if (typed.program()) {
        throw e;
      }
      return form(e.error().code(), typed.next(), sentence(e.error()));
    }
  }

  private static Typed read(Ask ask) {
    Map<String, String> fields =
        switch (ask.mediaType()) {
          case JSON -> FlatJson.read(ask.body(), List.of("user", "password"));
          case Form.MEDIA_TYPE -> Form.read(ask, List.of("user", "password", "next")).fields();
          default ->
              throw new Failure(
                  415,
                  "INVALID_ARGUMENT",
                  "MEDIA_TYPE",
                  "send user and password as " + JSON + " or " + Form.MEDIA_TYPE);
        };
    String user = fields.getOrDefault("user", "").strip();
    String password = fields.getOrDefault("password", "");
    if (user.length() > NAME_LENGTH_MAX || password.length() > PASSWORD_LENGTH_MAX) {
      throw new Failure(
          400, "INVALID_ARGUMENT", "INVALID_REQUEST", "user or password is longer than allowed");
    }
    return new Typed(
        user,
        Redacted.of(password),
        LocalPath.of(fields.getOrDefault("next", "")),
        ask.mediaType().equals(JSON));
  }

  private void limit(Ask ask, String user) {
    Optional<Duration> wait =
        byAddress.take(ask.remoteAddress()).or(() -> byUser.take(key(ask, user)));
    if (wait.isPresent()) {
      long seconds = wait.get().toSeconds() + 1;
      throw new Failure(
          new RestError(
              429,
              "RESOURCE_EXHAUSTED",
              "TOO_MANY_ATTEMPTS",
              "too many attempts to log in; try again in " + seconds + " s",
              OptionalLong.of(seconds),
              List.of()));
    }
  }

  private static String key(Ask ask, String user) {
    return user + " " + ask.remoteAddress();
  }

  private static String sentence(RestError error) {
    return switch (error.reason()) {
      case "LOGIN_REFUSED" -> "That name and password do not go together.";
      case "TOO_MANY_ATTEMPTS" -> "Too many attempts. Wait a little, then try again.";
      default ->
          error.code() == 503 || error.code() == 504
              ? "Logging in is not possible at the moment: inventory cannot be reached."
              : "Logging in failed: " + error.message();
    };
  }

  private String cookie(Logins.Opened opened) {
    long seconds = Math.max(0, Duration.between(clock.instant(), opened.expireTime()).toSeconds());
    return Credentials.COOKIE
        + "="
        + opened.secret().reveal()
        + "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age="
        + seconds;
  }

  private static String json(Logins.Opened opened) {
    var body = new JsonObject();
    body.addProperty("user", opened.user());
    body.addProperty("display_name", opened.displayName());
    body.addProperty("expire_time", opened.expireTime().toString());
    return body + "\n";
  }

  private Answer logout(Ask ask) throws InterruptedException {
    if (ask.mediaType().equals(Form.MEDIA_TYPE)) {
      Form.read(ask, List.of());
    }
    Optional<Credential> who = credentials.find(ask);
    if (who.isPresent() && who.get() instanceof Credential.Session session) {
      Failure.translating(() -> {
        logins.logout(session);
        return session;
      });
    }
    Answer.Whole answer = ask.wantsHtml() ? Answer.seeOther(PATH) : Answer.json(200, "{}\n");
    return answer.with(
        "set-cookie",
        Credentials.COOKIE + "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
  }
}
