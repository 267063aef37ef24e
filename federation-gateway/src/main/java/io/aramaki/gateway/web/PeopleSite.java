package io.aramaki.gateway.web;

import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that the people's door has to offer, by path; and what is answered when it fails.
///
/// @param rest `/v1/…`
/// @param login `/login`, `/logout`
/// @param assets `/assets/…`
/// @param api `/api`
/// @param ui all else
public record PeopleSite(Site rest, Site login, Site assets, Site api, UiErrors errors, Site ui)
    implements Site {
  private static final Logger log = LoggerFactory.getLogger(PeopleSite.class);

  /// Shows a failure to a person with a browser.
  @FunctionalInterface
  public interface UiErrors {
    Answer.Whole show(Ask ask, RestError error);
  }

  @Override
  public Answer answer(Ask ask) throws InterruptedException {
    try {
      return site(ask.path()).answer(ask);
    } catch (Failure e) {
      return failed(ask, e.error());
    } catch (RuntimeException e) {
      log.atError().addKeyValue("path", ask.path()).setCause(e).log("request failed");
      return failed(ask, internal());
    }
  }

  /// Answers a failure in the form that whoever asked can read.
  public Answer.Whole failed(Ask ask, RestError error) {
    boolean program = ask.path().startsWith("/v1") || !ask.wantsHtml();
    try {
      return program ? RestSite.error(error) : errors.show(ask, error);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("path", ask.path()).setCause(e).log("error page failed");
      return RestSite.error(internal());
    }
  }

  private static RestError internal() {
    return RestError.of(500, "INTERNAL", "", "something broke here; it was logged");
  }

  private Site site(String path) {
    if (path.equals("/v1") || path.startsWith("/v1/")) {
      return rest;
    }
    if (path.equals("/login") || path.equals("/logout")) {
      return login;
    }
    if (path.startsWith("/assets/")) {
      return assets;
    }
    return path.equals("/api") ? api : ui;
  }
}
