package io.aramaki.bench.feed;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.HostData;
import io.aramaki.bench.peer.Sink;
import io.aramaki.bench.peer.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Feeds a server: four senders, each with its own hosts, all hosts in turn, each in order of time.
public final class Feed implements AutoCloseable {
  /// How many senders there are, each with a connection.
  public static final int SENDERS = 4;

  private final Target target;
  private final DataPlan plan;
  private final long stepsMax;
  private final HostData[] hosts;
  private final List<Sink> sinks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Pace pace = new Pace(SENDERS);
  private final Throttle[] throttles = new Throttle[SENDERS];
  private final Gate gate = new Gate();
  private volatile boolean stopped;

  /// A feed that has not begun and sends as fast as it gets answers.
  ///
  /// @param stepsMax how many steps each series gets at most
  public Feed(Target target, DataPlan plan, long stepsMax) {
    this.target = target;
    for (int number = 0; number < SENDERS; number++) {
      throttles[number] = new Throttle(0, System::nanoTime);
    }
    this.plan = plan;
    this.stepsMax = stepsMax - (stepsMax % target.steps());
    this.hosts = new HostData[plan.hosts()];
    for (int host = 0; host < hosts.length; host++) {
      hosts[host] = plan.host(host);
    }
  }

  /// Sets another rate.
  ///
  /// @param perSecond samples per second of all hosts together; 0 for as many as get answers
  public void limit(double perSecond) {
    for (Throttle throttle : throttles) {
      throttle.set(perSecond / SENDERS);
    }
  }

  /// Begins to send.
  public void begin() throws IOException {
    for (int number = 0; number < SENDERS; number++) {
      sinks.add(target.sink(number, SENDERS));
    }
    for (int number = 0; number < SENDERS; number++) {
      int sender = number;
      threads.add(Thread.ofPlatform().name("sender-" + number).start(() -> send(sender)));
    }
  }

  private void send(int number) {
    Sink sink = sinks.get(number);
    var block = new HostBlock(plan.series(), target.steps());
    try {
      for (long step = 0; step < stepsMax && !stopped; step += target.steps()) {
        pace.await(number, step);
        for (int host = number; host < hosts.length && !stopped; host += SENDERS) {
          gate.await();
          throttles[number].await(plan.series() * target.steps());
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

  /// Sends nothing more until [#resume]; what is under way is still acknowledged.
  public void pause() {
    gate.close();
  }

  /// Goes on where [#pause] held it.
  public void resume() {
    gate.open();
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
    limit(0); // Nobody waits for a turn that may be far away.
    gate.open();
    for (Thread thread : threads) {
      thread.join();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw new IOException("%s could not be fed: %s".formatted(target.name(), failed), failed);
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
