package io.aramaki.monitoring.grpc;

import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.grpc.message.StateMapper;
import io.aramaki.monitoring.grpc.outbound.Peers;
import io.aramaki.monitoring.v1.CheckServiceGrpc;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.monitoring.v1.ListCheckStatesRequest;
import io.aramaki.monitoring.v1.ListCheckStatesResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Lists the states of checks: each instance has those of its agents in memory, the one that is
/// asked merges them.
final class StateLister {
  private static final Comparator<CheckState> ORDER =
      Comparator.comparing(CheckState::getSystem)
          .thenComparing(CheckState::getCheck)
          .thenComparing(CheckState::getAgent);
  private static final int PEER_PAGE = 1_000;

  private final Shards shards;
  private final Peers peers;
  private final RequestNames names;

  StateLister(Shards shards, Peers peers, RequestNames names) {
    this.shards = shards;
    this.peers = peers;
    this.names = names;
  }

  ListCheckStatesResponse list(ListCheckStatesRequest request, Caller caller) {
    var _ = names.organisation("parent", request.getParent());
    String system = names.systemOrNone("system", request.getSystem());
    int size = Pages.size(request.getPageSize());
    String shape = "states " + request.getParent() + " " + system;
    CheckState after =
        Pages.after(request.getPageToken(), shape, 3)
            .map(at ->
                CheckState.newBuilder()
                    .setSystem(at.get(0))
                    .setCheck(at.get(1))
                    .setAgent(at.get(2))
                    .build())
            .orElse(CheckState.getDefaultInstance());
    List<CheckState> found = new ArrayList<>(here(system, after, caller, size + 1));
    Set<String> unavailable = new TreeSet<>();
    if (!request.getLocal()) {
      var answers = peers.ask(channel -> there(channel, request, after, shape, caller, size + 1));
      answers.answers().forEach(found::addAll);
      unavailable.addAll(answers.unavailable());
    }
    found.sort(ORDER);
    var response = ListCheckStatesResponse.newBuilder().addAllUnavailableInstances(unavailable);
    List<CheckState> page = found.subList(0, Math.min(size, found.size()));
    response.addAllCheckStates(page);
    if (found.size() > size) {
      CheckState last = page.getLast();
      response.setNextPageToken(
          Pages.token(shape, last.getSystem(), last.getCheck(), last.getAgent()));
    }
    return response.build();
  }

  private List<CheckState> here(String system, CheckState after, Caller caller, int limit) {
    var states = new ArrayList<CheckState>();
    for (Shards.Listed agent : shards.agents()) {
      agent
          .book()
          .checks()
          .forEach((check, record) -> {
            if ((system.isEmpty() || system.equals(record.system()))
                && caller.maySee(record.system())) {
              CheckState state = StateMapper.toProto(agent.book().agent(), check, record);
              if (ORDER.compare(state, after) > 0) {
                states.add(state);
              }
            }
          });
    }
    states.sort(ORDER);
    return states.subList(0, Math.min(limit, states.size()));
  }

  /// Reads pages of another instance until there are enough that the caller may see.
  private static List<CheckState> there(
      io.grpc.Channel channel,
      ListCheckStatesRequest request,
      CheckState after,
      String shape,
      Caller caller,
      int limit) {
    var states = new ArrayList<CheckState>();
    String token =
        after.getCheck().isEmpty()
            ? ""
            : Pages.token(shape, after.getSystem(), after.getCheck(), after.getAgent());
    do {
      var page =
          CheckServiceGrpc.newBlockingStub(channel)
              .listCheckStates(
                  request.toBuilder()
                      .setLocal(true)
                      .setPageSize(Math.min(limit, PEER_PAGE))
                      .setPageToken(token)
                      .build());
      page.getCheckStatesList().stream()
          .filter(state -> caller.maySee(state.getSystem()))
          .forEach(states::add);
      token = page.getNextPageToken();
    } while (!token.isEmpty() && states.size() < limit);
    return states;
  }
}
