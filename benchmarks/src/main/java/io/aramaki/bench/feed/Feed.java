package io.aramaki.bench.feed;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.HostData;
import io.aramaki.bench.peer.Peer;
import io.aramaki.bench.peer.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Feeds a server: four senders, each with its own hosts, all hosts in turn, each in order of time.
public final class Feed implements AutoCloseable {
  /// How many senders there are, each with a connection.
  public static final int SENDERS = 4;

  private final Peer peer;
  private final DataPlan plan;
  private final long stepsMax;
  private final HostData[] hosts;
  private final List<Sink> sinks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Pace pace = new Pace(SENDERS);
  private volatile boolean stopped;

  /// A feed that has not begun.
  ///
  /// @param stepsMax how many steps each series gets at most
  public Feed(Peer peer, DataPlan plan, long stepsMax) {
    this.peer = peer;
    this.plan = plan;
    this.stepsMax = stepsMax - (stepsMax % peer.steps());
    this.hosts = new HostData[plan.hosts()];
    for (int host = 0; host < hosts.length; host++) {
      hosts[host] = plan.host(host);
    }
  }

  /// Begins to send.
  public void begin() throws IOException {
    for (int number = 0; number < SENDERS; number++) {
      sinks.add(peer.sink(number, SENDERS));
    }
    for (int number = 0; number < SENDERS; number++) {
      int sender = number;
      threads.add(Thread.ofPlatform().name("sender-" + number).start(() -> send(sender)));
    }
  }

  private void send(int number) {
    Sink sink = sinks.get(number);
    var block = new HostBlock(plan.series(), peer.steps());
    try {
      for (long step = 0; step < stepsMax && !stopped; step += peer.steps()) {
        pace.await(number, step);
        for (int host = number; host < hosts.length && !stopped; host += SENDERS) {
          hosts[host].next(block);
          sink.send(block);
        }
      }
      sink.finish();
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure.compareAndSet(null, e);
      stopped = true;
    } finally {
      pace.ended(number);
    }
  }

  /// How many samples were acknowledged.
  public long acknowledged() {
    long samples = 0;
    for (Sink sink : sinks) {
      samples += sink.acknowledged();
    }
    return samples;
  }

  /// True if all senders have sent everything, or one failed.
  public boolean isOver() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /// Ends the senders and waits until everything that they sent was acknowledged.
  ///
  /// @throws IOException if a sender failed
  public void stop() throws IOException, InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw new IOException("%s could not be fed: %s".formatted(peer.name(), failed), failed);
    }
  }

  /// How many steps each host has sent.
  public long[] steps() {
    var steps = new long[hosts.length];
    for (int host = 0; host < steps.length; host++) {
      steps[host] = hosts[host].steps();
    }
    return steps;
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    threads.forEach(Thread::interrupt);
    for (Sink sink : sinks) {
      sink.close();
    }
  }
}
