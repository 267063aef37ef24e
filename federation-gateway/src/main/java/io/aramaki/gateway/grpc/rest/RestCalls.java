package io.aramaki.gateway.grpc.rest;

import com.google.protobuf.Message;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.LongStreams;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.gateway.grpc.route.BadInput;
import io.aramaki.gateway.grpc.route.Route;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;

/// Carries a REST call out: JSON in, JSON out. Every way in which it can fail is a [Failure].
public final class RestCalls {
  private final RequestReader reader;
  private final PersonCalls calls;
  private final LongStreams streams;

  public RestCalls(RequestReader reader, PersonCalls calls, LongStreams streams) {
    this.reader = reader;
    this.calls = calls;
    this.streams = streams;
  }

  /// A request that was understood and can be carried out.
  public record Prepared(Credential who, Route route, Message request) {}

  /// Takes the lines of a stream.
  public interface Lines {
    void line(String json) throws InterruptedException;

    /// Hears that nothing has come for a while, and that the stream is alive.
    void silence() throws InterruptedException;
  }

  /// Understands a request.
  ///
  /// @param variables what the path says, by field
  /// @param query the parameters, each with its values in order
  /// @param body the JSON text; empty if there was none
  public Prepared prepare(
      Credential who,
      Route route,
      Map<String, String> variables,
      Map<String, List<String>> query,
      String body) {
    try {
      return new Prepared(who, route, reader.read(route, variables, query, body));
    } catch (BadInput e) {
      throw new Failure(RestError.of(e));
    }
  }

  /// Calls an RPC that answers once.
  public String call(Prepared prepared) {
    try {
      return JsonText.of(calls.call(prepared.who(), prepared.route().rpc(), prepared.request()));
    } catch (StatusRuntimeException e) {
      throw Failure.of(e);
    }
  }

  /// Calls an RPC that answers with a stream, and returns when it has ended.
  ///
  /// @throws InterruptedException if the reader is gone
  public void stream(Prepared prepared, Lines lines) throws InterruptedException {
    try {
      streams.follow(
          prepared.who(),
          prepared.route().rpc(),
          prepared.request(),
          new PersonCalls.Reader<Message>() {
            @Override
            public boolean read(Message message) throws InterruptedException {
              lines.line(JsonText.of(message));
              return true;
            }

            @Override
            public void silence() throws InterruptedException {
              lines.silence();
            }
          });
    } catch (StatusRuntimeException e) {
      throw Failure.of(e);
    }
  }
}
