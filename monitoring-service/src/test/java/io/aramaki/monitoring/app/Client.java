package io.aramaki.monitoring.app;

import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckServiceGrpc;
import io.aramaki.monitoring.v1.CheckServiceGrpc.CheckServiceBlockingStub;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.monitoring.v1.CreateCheckRequest;
import io.aramaki.monitoring.v1.ListCheckStatesRequest;
import io.aramaki.monitoring.v1.ListEventsRequest;
import io.aramaki.monitoring.v1.ListLatestSamplesRequest;
import io.aramaki.monitoring.v1.ListLatestSamplesResponse;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.ReadSamplesRequest;
import io.aramaki.monitoring.v1.ReadSamplesResponse;
import io.aramaki.monitoring.v1.StateChange;
import io.aramaki.monitoring.v1.StateChangeServiceGrpc;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.TimelineServiceGrpc;
import io.aramaki.monitoring.v1.TimelineServiceGrpc.TimelineServiceBlockingStub;
import io.aramaki.monitoring.v1.WatchStateChangesRequest;
import io.aramaki.monitoring.v1.WatchStateChangesResponse;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// One instance as people and services use it.
final class Client implements AutoCloseable {
  final ClientChannel channel;
  private final World world;

  Client(World world, String address) {
    this.world = world;
    this.channel = world.channel(address);
  }

  Client(World world, MonitoringApp app) {
    this(world, java.util.Objects.requireNonNull(app.addresses().get("grpc")));
  }

  CheckServiceBlockingStub checks(String method) {
    return CheckServiceGrpc.newBlockingStub(
        world.asPerson(channel, "admin", "io.aramaki.monitoring.v1.CheckService/" + method));
  }

  TimelineServiceBlockingStub timeline(String method) {
    return TimelineServiceGrpc.newBlockingStub(
        world.asPerson(channel, "admin", "io.aramaki.monitoring.v1.TimelineService/" + method));
  }

  Check create(String id, Check.Builder check) {
    return checks("CreateCheck")
        .createCheck(
            CreateCheckRequest.newBuilder()
                .setParent(world.org)
                .setCheckId(id)
                .setCheck(check)
                .build());
  }

  Check.Builder check(String system) {
    return Check.newBuilder()
        .setSystem(system)
        .setMaxCheckAttempts(1)
        .setCommand(Check.Command.newBuilder().addArguments("check_dummy").addArguments("0"));
  }

  List<CheckState> states(String system) {
    return CheckServiceGrpc.newBlockingStub(channel)
        .listCheckStates(
            ListCheckStatesRequest.newBuilder()
                .setParent(world.org)
                .setSystem(system)
                .setPageSize(1000)
                .build())
        .getCheckStatesList();
  }

  CheckState awaitState(String system, String check, io.aramaki.type.v1.CheckStatus status) {
    return Until.until(
            check + " " + status,
            () ->
                states(system).stream()
                    .filter(s -> s.getCheck().equals(check) && s.getState() == status)
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  List<TimelineEvent> events(String system) {
    return timeline("ListEvents")
        .listEvents(
            ListEventsRequest.newBuilder()
                .setParent(system)
                .setPageSize(1000)
                .setEndTime(
                    com.google.protobuf.Timestamp.newBuilder()
                        .setSeconds(Instant.now().getEpochSecond() + 60))
                .build())
        .getEventsList();
  }

  ReadSamplesResponse read(String system, String metric) {
    long now = Instant.now().getEpochSecond();
    return QueryServiceGrpc.newBlockingStub(
            world.asPerson(channel, "admin", "io.aramaki.monitoring.v1.QueryService/ReadSamples"))
        .readSamples(
            ReadSamplesRequest.newBuilder()
                .setParent(system)
                .setMetric(metric)
                .setStartTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(now - 3600))
                .setEndTime(com.google.protobuf.Timestamp.newBuilder().setSeconds(now + 60))
                .build());
  }

  ListLatestSamplesResponse latest(String system, int pageSize, String token) {
    return QueryServiceGrpc.newBlockingStub(
            world.asPerson(
                channel, "admin", "io.aramaki.monitoring.v1.QueryService/ListLatestSamples"))
        .listLatestSamples(
            ListLatestSamplesRequest.newBuilder()
                .setParent(system)
                .setPageSize(pageSize)
                .setPageToken(token)
                .build());
  }

  /// Collects changes from the beginning, as a consumer would.
  Changes watch() {
    var changes = new Changes();
    StateChangeServiceGrpc.newStub(channel)
        .watchStateChanges(
            WatchStateChangesRequest.newBuilder().setConsumer("test").build(), changes);
    return changes;
  }

  static final class Changes implements StreamObserver<WatchStateChangesResponse> {
    private final List<StateChange> seen = new CopyOnWriteArrayList<>();
    private final List<WatchStateChangesResponse> responses = new CopyOnWriteArrayList<>();
    private volatile Optional<Throwable> failure = Optional.empty();

    List<StateChange> of(String check) {
      var found = new ArrayList<StateChange>();
      for (StateChange change : seen) {
        if (change.getCheck().equals(check)) {
          found.add(change);
        }
      }
      return found;
    }

    List<StateChange> await(String check, int count) {
      return Until.until(
          count + " changes of " + check, () -> of(check), found -> found.size() >= count);
    }

    void awaitOfAgent(String agent, int count) {
      var _ =
          Until.until(
              count + " changes of " + agent,
              () -> seen.stream().filter(change -> change.getAgent().equals(agent)).count(),
              found -> found >= count);
    }

    /// Whether something was missing, for each response with a change of a check.
    List<Boolean> truncated(String check) {
      return responses.stream()
          .filter(response ->
              response.getChangesList().stream()
                  .anyMatch(change -> change.getCheck().equals(check)))
          .map(WatchStateChangesResponse::getTruncated)
          .toList();
    }

    Optional<Throwable> failure() {
      return failure;
    }

    @Override
    public void onNext(WatchStateChangesResponse response) {
      responses.add(response);
      seen.addAll(response.getChangesList());
    }

    @Override
    public void onError(Throwable t) {
      failure = Optional.of(t);
    }

    @Override
    public void onCompleted() {}
  }

  @Override
  public void close() {
    channel.close();
  }
}
