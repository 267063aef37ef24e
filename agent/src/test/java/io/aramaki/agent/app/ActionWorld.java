package io.aramaki.agent.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.aramaki.agent.v1.ActionDefinitionSet;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.Dispatch;
import io.aramaki.agent.v1.RunEvent;
import io.aramaki.inventory.v1.Action;
import io.aramaki.kit.security.Sha256;
import io.aramaki.type.v1.SignedDocument;
import java.util.List;
import java.util.Map;

/// Definitions and dispatches of one action for the agent of an [AgentWorld].
final class ActionWorld {
  private final AgentWorld world;
  final Action action;

  ActionWorld(AgentWorld world, String program, String... arguments) {
    this.world = world;
    var builder =
        Action.newBuilder()
            .setName("orgs/" + world.org.id + "/actions/restart")
            .setSystem(world.org.system)
            .setTimeout(Duration.newBuilder().setSeconds(20))
            .addCommand(program)
            .addAllCommand(List.of(arguments))
            .addParameters(
                Action.Parameter.newBuilder()
                    .setName("unit")
                    .setChoices(Action.Choices.newBuilder().addValues("web").addValues("-db")))
            .addParameters(
                Action.Parameter.newBuilder()
                    .setName("count")
                    .setRange(Action.Range.newBuilder().setMin(-5).setMax(10)))
            .addParameters(Action.Parameter.newBuilder().setName("path").setPrefix("/srv/"));
    this.action = builder.build();
  }

  void define(long version) {
    var set =
        ActionDefinitionSet.newBuilder()
            .setAgent(world.org.agent)
            .setVersion(version)
            .addActions(action.toByteString())
            .build();
    world.gateway.push(
        ControlResponse.newBuilder().setActionDefinitions(world.org.byActionKey(set)).build());
  }

  String run(String id) {
    return action.getName() + "/runs/" + id;
  }

  Dispatch.Builder dispatch(String id) {
    return Dispatch.newBuilder()
        .setRun(run(id))
        .setAgent(world.org.agent)
        .setSystem(action.getSystem())
        .setAction(action.getName())
        .setDefinitionSha256(ByteString.copyFrom(Sha256.of(action.toByteArray()).bytes()))
        .putAllParameters(Map.of("unit", "web", "count", "3", "path", "/srv/a b; $(id)"))
        .setRemaining(Duration.newBuilder().setSeconds(30))
        .setBoot(world.gateway.controlHellos.getLast().getBoot());
  }

  void send(Dispatch dispatch) {
    send(world.org.byActionKey(dispatch));
  }

  void send(SignedDocument document) {
    world.gateway.push(ControlResponse.newBuilder().setDispatch(document).build());
  }

  List<RunEvent> events(String id) {
    return world.gateway.runEvents.stream().filter(e -> e.getRun().equals(run(id))).toList();
  }

  void awaitEnd(String id) {
    Eventually.until("run " + id + " ends", () -> events(id).stream().anyMatch(ActionWorld::isEnd));
  }

  String refusal(String id) {
    awaitEnd(id);
    return events(id).getLast().getRefused().getReason();
  }

  String output(String id) {
    var output = new StringBuilder();
    for (RunEvent event : events(id)) {
      if (event.hasOutput() && event.getOutput().getOffset() == output.length()) {
        output.append(event.getOutput().getData().toStringUtf8());
      }
    }
    return output.toString();
  }

  private static boolean isEnd(RunEvent event) {
    return event.hasFinished() || event.hasRefused() || event.hasLost();
  }
}
