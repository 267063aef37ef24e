package io.aramaki.monitoring.grpc.outbound;

import io.aramaki.kit.grpc.client.ClientChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other live instances of this service, for questions that only an owner's memory answers.
public final class Peers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Peers.class);

  private final Supplier<List<Peer>> others;
  private final Function<String, ClientChannel> connect;
  private final Map<String, ClientChannel> channels = new ConcurrentHashMap<>();

  /// @param others the live instances beside this one
  /// @param connect opens a channel to an address
  public Peers(Supplier<List<Peer>> others, Function<String, ClientChannel> connect) {
    this.others = others;
    this.connect = connect;
  }

  /// Another instance.
  ///
  /// @param name its name
  /// @param address `host:port`
  public record Peer(String name, String address) {}

  /// What the others said.
  ///
  /// @param answers of those that answered
  /// @param unavailable the names of those that did not
  public record Answers<T>(List<T> answers, List<String> unavailable) {}

  /// Another instance that can be called.
  ///
  /// @param name its name
  /// @param channel to it
  public record Connected(String name, ClientChannel channel) {}

  /// All of them.
  public List<Connected> connected() {
    List<Peer> peers = others.get();
    forgetOthers(peers);
    return peers.stream()
        .map(peer -> new Connected(peer.name(), channels.computeIfAbsent(peer.address(), connect)))
        .toList();
  }

  /// Asks all of them at once.
  public <T> Answers<T> ask(Function<ClientChannel, T> question) {
    Map<Connected, Future<T>> asked = new HashMap<>();
    var answers = new ArrayList<T>();
    var unavailable = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Connected peer : connected()) {
        asked.put(peer, threads.submit(() -> question.apply(peer.channel())));
      }
      for (Map.Entry<Connected, Future<T>> each : asked.entrySet()) {
        try {
          answers.add(each.getValue().get());
        } catch (ExecutionException e) {
          log.atWarn()
              .addKeyValue("instance", each.getKey().name())
              .setCause(e.getCause())
              .log("an instance does not answer");
          unavailable.add(each.getKey().name());
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          unavailable.add(each.getKey().name());
        }
      }
    }
    unavailable.sort(null);
    return new Answers<>(answers, unavailable);
  }

  private void forgetOthers(List<Peer> peers) {
    List<String> addresses = peers.stream().map(Peer::address).toList();
    for (String address : List.copyOf(channels.keySet())) {
      if (!addresses.contains(address)) {
        @Nullable ClientChannel gone = channels.remove(address);
        if (gone != null) {
          gone.close();
        }
      }
    }
  }

  @Override
  public void close() {
    channels.values().forEach(ClientChannel::close);
  }
}
