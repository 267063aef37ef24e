package io.aramaki.gateway.web;

import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.grpc.route.Route;
import io.aramaki.gateway.web.write.WriteSite;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that the people's door has to offer, by path; and what is answered when it fails.
///
/// @param rest `/v1/…`
/// @param ways all else
/// @param errors shows failures to people
public record PeopleSite(RestSite rest, Ways ways, UiErrors errors) implements Site {
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

  /// Answers every address that there is, as `VERB path`, in order.
  public List<String> routes() {
    return Stream.concat(
            ways.all().stream().map(Way::toString), rest.routes().stream().map(Route::toString))
        .sorted()
        .toList();
  }

  private Site site(String path) {
    boolean samples = WriteSite.PATHS.contains(path);
    return !samples && (path.equals("/v1") || path.startsWith("/v1/")) ? rest : ways;
  }
}
