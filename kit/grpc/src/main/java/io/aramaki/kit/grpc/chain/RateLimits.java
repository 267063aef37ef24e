package io.aramaki.kit.grpc.chain;

import io.aramaki.kit.grpc.CallMetrics;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.error.Errors;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Gives each caller a token bucket for each RPC: as many calls per second as the RPC declares, and
/// a burst of [#BURST_SECONDS] of them after a pause.
final class RateLimits implements ServerInterceptor {
  static final double BURST_SECONDS = 2;

  /// How many buckets are remembered. A full bucket is the same as none, so those go first.
  static final int BUCKETS_MAX = 50_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private final int personRate;
  private final int processRate;
  private final LongSupplier nanoTime;
  private final CallMetrics metrics;
  private final ConcurrentHashMap<Key, Bucket> buckets = new ConcurrentHashMap<>();

  /// By method: those who find no place share one.
  private final ConcurrentHashMap<String, Bucket> overflow = new ConcurrentHashMap<>();

  RateLimits(int personRate, int processRate, LongSupplier nanoTime, CallMetrics metrics) {
    this.personRate = personRate;
    this.processRate = processRate;
    this.nanoTime = nanoTime;
    this.metrics = metrics;
  }

  private record Key(String caller, String method) {}

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    CallState state = CallState.current();
    return Gate.start(_ -> take(state), state.access(), call, headers, next);
  }

  private void take(CallState state) {
    MethodAccess access = state.access();
    int rate = rate(access);
    Duration wait =
        bucket(new Key(state.bucket(), access.fullMethodName()), rate).take(nanoTime.getAsLong());
    if (!wait.isZero()) {
      metrics.limitReached(access.fullMethodName(), "rate");
      throw Errors.exhausted(
          "RATE_LIMITED",
          "at most " + rate + " calls of " + access.fullMethodName() + " per second and caller",
          wait);
    }
  }

  private int rate(MethodAccess access) {
    if (access.ratePerSecond() > 0) {
      return access.ratePerSecond();
    }
    return switch (Caller.current()) {
      case Caller.Person _, Caller.Anyone _ -> personRate;
      case Caller.Service _, Caller.Agent _ -> processRate;
    };
  }

  private Bucket bucket(Key key, int rate) {
    if (buckets.size() >= BUCKETS_MAX && !buckets.containsKey(key)) {
      long now = nanoTime.getAsLong();
      buckets.values().removeIf(bucket -> bucket.isFull(now));
      if (buckets.size() >= BUCKETS_MAX) {
        return overflow.computeIfAbsent(key.method(), _ -> new Bucket(rate, now));
      }
    }
    return buckets.computeIfAbsent(key, _ -> new Bucket(rate, nanoTime.getAsLong()));
  }

  private static final class Bucket {
    private final double rate;
    private double tokens;
    private long filledAt;

    Bucket(double rate, long now) {
      this.rate = rate;
      this.tokens = rate * BURST_SECONDS;
      this.filledAt = now;
    }

    /// Answers zero if a token was taken, else after which time there will be one.
    synchronized Duration take(long now) {
      fill(now);
      if (tokens >= 1) {
        tokens -= 1;
        return Duration.ZERO;
      }
      return Duration.ofNanos((long) Math.ceil((1 - tokens) / rate * NANOS_PER_SECOND));
    }

    synchronized boolean isFull(long now) {
      fill(now);
      return tokens >= rate * BURST_SECONDS;
    }

    private void fill(long now) {
      double gained = (now - filledAt) / NANOS_PER_SECOND * rate;
      tokens = Math.min(rate * BURST_SECONDS, tokens + gained);
      filledAt = now;
    }
  }
}
