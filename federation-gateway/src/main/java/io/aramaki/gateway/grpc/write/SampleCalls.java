package io.aramaki.gateway.grpc.write;

import com.google.protobuf.UnsafeByteOperations;
import io.aramaki.gateway.domain.write.Content;
import io.aramaki.gateway.domain.write.Content.Names;
import io.aramaki.gateway.domain.write.Gathering;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.gateway.grpc.call.Reasons;
import io.aramaki.monitoring.v1.WriteSamplesRequest;
import io.aramaki.monitoring.v1.WriteSamplesResponse;
import io.aramaki.monitoring.v1.WriteServiceGrpc;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicLong;

/// Brings samples to monitoring, which answers when they are durable.
public final class SampleCalls {
  private final PersonCalls calls;
  private final AtomicLong durable = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  public SampleCalls(PersonCalls calls) {
    this.calls = calls;
  }

  /// Hears how far it got.
  @FunctionalInterface
  public interface Progress {
    /// So many samples more are durable.
    void durable(int samples);
  }

  /// How many samples are durable.
  public long durableTotal() {
    return durable.get();
  }

  /// How many were left out of what was written.
  public long rejectedTotal() {
    return rejected.get();
  }

  /// Writes all that was taken, one content after the other.
  ///
  /// @throws io.grpc.StatusRuntimeException if monitoring refuses or does not answer; sending all
  ///   again does no harm
  public void write(Credential who, Gathering gathering, Progress progress) {
    for (Content content : gathering.contents()) {
      WriteSamplesResponse answer = write(who, gathering.system(), content);
      if (answer.getRefusedSamples() > 0) {
        gathering.refused(answer.getRefusedSamples(), answer.getRefusal());
      }
      int written = content.samples() - answer.getRefusedSamples();
      durable.addAndGet(written);
      progress.durable(written);
    }
    rejected.addAndGet(gathering.rejected());
  }

  private WriteSamplesResponse write(Credential who, String system, Content content) {
    if (!content.hasDictionary()) {
      return write(who, system, content, Names.PLAIN);
    }
    try {
      return told(Names.SHORT, content, write(who, system, content, Names.SHORT));
    } catch (StatusRuntimeException e) {
      return switch (Reasons.of(e)) {
        // It is another instance, or a new run of it, or it has forgotten.
        case "UNKNOWN_SERIES" -> told(Names.TOLD, content, write(who, system, content, Names.TOLD));
        // Before there were dictionaries, this was said of them.
        case "INVALID_CONTENT" -> write(who, system, content, Names.PLAIN);
        default -> throw e;
      };
    }
  }

  private static WriteSamplesResponse told(
      Names how, Content content, WriteSamplesResponse answer) {
    content.told(how, answer.getNamesKept());
    return answer;
  }

  private WriteSamplesResponse write(Credential who, String system, Content content, Names how) {
    Content.Written written = content.write(how);
    return calls.call(
        who,
        WriteServiceGrpc.getWriteSamplesMethod(),
        WriteSamplesRequest.newBuilder()
            .setParent(system)
            .setContent(UnsafeByteOperations.unsafeWrap(written.content()))
            .setSampleCount(content.samples())
            .setSeriesCount(written.series())
            .setInheritedCount(written.inherited())
            .addAllPlaces(written.places())
            .build());
  }
}
