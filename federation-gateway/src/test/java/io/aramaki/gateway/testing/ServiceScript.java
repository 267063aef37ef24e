package io.aramaki.gateway.testing;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// What scripted services answer, by RPC, and what they were asked. An RPC without an answer in the
/// script gives an empty message.
public final class ServiceScript {
  /// A call that arrived.
  ///
  /// @param rpc `package.Service/Method`
  public record Call(String rpc, Message request) {}

  /// Answers a stream of requests with a stream of responses.
  @FunctionalInterface
  public interface Talk {
    StreamObserver<Message> talk(StreamObserver<Message> answers);
  }

  /// Writes the messages of a stream.
  @FunctionalInterface
  public interface Streaming {
    void run(Message request, Out out) throws InterruptedException;
  }

  /// Where messages of a stream go.
  public interface Out {
    /// Sends a message, after waiting until the reader can take it.
    void send(Message message);

    boolean isCancelled();
  }

  private final Map<String, Function<Message, Message>> answers = new ConcurrentHashMap<>();
  private final Map<String, Streaming> streams = new ConcurrentHashMap<>();
  private final Map<String, Talk> talks = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /// Answers an RPC with the same message each time.
  public ServiceScript answer(String rpc, Message message) {
    return answer(rpc, _ -> message);
  }

  public ServiceScript answer(String rpc, Function<Message, Message> answer) {
    answers.put(rpc, answer);
    return this;
  }

  public ServiceScript fail(String rpc, RuntimeException failure) {
    return answer(
        rpc,
        _ -> {
          throw failure;
        });
  }

  /// Lets all RPCs of a gRPC service fail, as if nobody were there.
  public ServiceScript down(String servicePrefix) {
    answers.put("down " + servicePrefix, message -> message);
    return this;
  }

  public ServiceScript up(String servicePrefix) {
    answers.remove("down " + servicePrefix);
    return this;
  }

  public ServiceScript stream(String rpc, Streaming streaming) {
    streams.put(rpc, streaming);
    return this;
  }

  public ServiceScript talk(String rpc, Talk talk) {
    talks.put(rpc, talk);
    return this;
  }

  /// Answers what was asked, in order.
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /// Answers the calls of one RPC, in order.
  public List<Call> calls(String rpc) {
    return calls.stream().filter(call -> call.rpc().equals(rpc)).toList();
  }

  public void forgetCalls() {
    calls.clear();
  }

  Message answer(Call call, Message empty) {
    calls.add(call);
    requireUp(call.rpc());
    return Optional.ofNullable(answers.get(call.rpc()))
        .map(answer -> answer.apply(call.request()))
        .orElse(empty);
  }

  void stream(Call call, Out out) throws InterruptedException {
    calls.add(call);
    requireUp(call.rpc());
    Streaming streaming = streams.get(call.rpc());
    if (streaming != null) {
      streaming.run(call.request(), out);
    }
  }

  StreamObserver<Message> talk(String rpc, StreamObserver<Message> answers) {
    return Objects.requireNonNull(talks.get(rpc), rpc + " is not in the script").talk(answers);
  }

  private void requireUp(String rpc) {
    boolean down =
        answers.keySet().stream()
            .filter(key -> key.startsWith("down "))
            .anyMatch(key -> rpc.startsWith(key.substring("down ".length())));
    if (down) {
      throw Status.UNAVAILABLE.withDescription("scripted to be away").asRuntimeException();
    }
  }
}
