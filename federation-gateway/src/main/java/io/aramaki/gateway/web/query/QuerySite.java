package io.aramaki.gateway.web.query;

import io.aramaki.gateway.domain.query.Parameters;
import io.aramaki.gateway.domain.query.PromTexts;
import io.aramaki.gateway.domain.query.QueryRefused;
import io.aramaki.gateway.domain.query.Utf8;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.query.PromAnswer;
import io.aramaki.gateway.grpc.query.QueryCalls;
import io.aramaki.gateway.grpc.query.QueryErrors;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.write.SenderTokens;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.Credentials;
import io.aramaki.gateway.web.Way;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Prometheus HTTP API, as of 2.42, for the series that whoever asks may see.
public final class QuerySite {
  private static final String API = "/api/v1/";
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int OK = 200;

  /// Tools look at the version to know what they may ask for.
  private static final String BUILD =
      """
      {"status":"success","data":{"version":"2.42.0","revision":"","branch":"","buildUser":"",\
      "buildDate":"","goVersion":""}}\
      """;

  /// After which time it makes sense to try again.
  private static final String RETRY_SECONDS = "1";

  private final Credentials credentials;
  private final QueryCalls calls;

  public QuerySite(Credentials credentials, QueryCalls calls) {
    this.credentials = credentials;
    this.calls = calls;
  }

  /// Answers where each is.
  public List<Way> ways() {
    var ways = new ArrayList<Way>();
    both(ways, "query", (who, parameters, _) -> calls.instant(who, parameters));
    both(ways, "query_range", (who, parameters, _) -> calls.range(who, parameters));
    both(ways, "series", (who, parameters, _) -> calls.series(who, parameters));
    both(ways, "labels", (who, parameters, _) -> calls.labelNames(who, parameters));
    get(
        ways,
        "label/{*name}/values",
        (who, parameters, ids) ->
            calls.labelValues(who, Optional.ofNullable(ids.get("name")).orElse(""), parameters));
    get(ways, "metadata", (who, parameters, _) -> calls.metadata(who, parameters));
    get(
        ways,
        "status/buildinfo",
        (_, _, _) -> out -> out.last(BUILD.getBytes(StandardCharsets.UTF_8)));
    return ways;
  }

  /// Answers one question.
  @FunctionalInterface
  private interface Question {
    PromAnswer ask(Credential who, Parameters parameters, Map<String, String> ids);
  }

  private void both(List<Way> ways, String path, Question question) {
    get(ways, path, question);
    ways.add(new Way("POST", API + path, (ask, ids) -> answer(ask, ids, question)));
  }

  private void get(List<Way> ways, String path, Question question) {
    ways.add(new Way("GET", API + path, (ask, ids) -> answer(ask, ids, question)));
  }

  private Answer answer(Ask ask, Map<String, String> ids, Question question) {
    try {
      Credential who = credential(ask);
      calls.require(who);
      PromAnswer answer = question.ask(who, parameters(ask), ids);
      return new Answer.Streamed(
          OK, Map.of("content-type", JSON), sink -> answer.writeTo(new Pieces(sink)));
    } catch (QueryRefused e) {
      return error(e);
    } catch (Failure e) {
      return error(QueryErrors.of(e));
    }
  }

  /// Hands pieces on.
  private record Pieces(Answer.Sink sink) implements PromAnswer.Out {
    @Override
    public void write(byte[] piece) throws InterruptedException {
      sink.write(piece);
    }

    @Override
    public void last(byte[] piece) throws InterruptedException {
      sink.last(piece);
    }
  }

  private Credential credential(Ask ask) {
    return ask.header("authorization")
        .map(SenderTokens::of)
        .orElseGet(() -> credentials.require(ask));
  }

  /// Those of a form in the body, and then those of the query.
  private static Parameters parameters(Ask ask) {
    try {
      Map<String, List<String>> all = new LinkedHashMap<>();
      if (ask.mediaType().equals(FORM)) {
        ask.form()
            .forEach(
                (name, values) -> all.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(values));
      }
      ask.parameters()
          .forEach(
              (name, values) -> all.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(values));
      return new Parameters(all);
    } catch (IllegalArgumentException _) {
      throw QueryRefused.badData("the parameters are not percent-encoded as they should be");
    }
  }

  private static Answer.Whole error(QueryRefused refused) {
    var text = new Utf8().text("{\"status\":\"error\",\"errorType\":\"");
    text.text(refused.type().text()).text("\",\"error\":");
    PromTexts.json(refused.text(), text);
    var answer =
        new Answer.Whole(
            refused.type().status(), Map.of("content-type", JSON), text.text("}").toString());
    if (refused.type() == QueryRefused.Type.UNAUTHORIZED) {
      return answer.with("www-authenticate", "Bearer");
    }
    return refused.type() == QueryRefused.Type.UNAVAILABLE
            || refused.type() == QueryRefused.Type.TOO_OFTEN
        ? answer.with("retry-after", RETRY_SECONDS)
        : answer;
  }
}
