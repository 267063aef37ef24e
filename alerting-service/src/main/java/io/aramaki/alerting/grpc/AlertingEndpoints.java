package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.alert.Transition;
import io.aramaki.alerting.engine.Engine;
import io.aramaki.inventory.v1.ListSystemsRequest;
import io.aramaki.inventory.v1.ManagedSystem;
import io.aramaki.inventory.v1.SystemServiceGrpc;
import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.access.SystemOf;
import io.grpc.BindableService;
import io.grpc.Channel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/// What alerting answers, and for which system each of its resources stands.
public final class AlertingEndpoints {
  private AlertingEndpoints() {}

  /// The services of alerting.
  ///
  /// @param organisation `orgs/{org}`
  /// @param history the history of an alert, in order
  public static List<BindableService> all(
      Engine engine,
      String organisation,
      Function<String, List<Transition>> history,
      Supplier<UUID> ids,
      Channel inventory) {
    return all(engine, organisation, history, ids, top -> subtree(inventory, organisation, top));
  }

  /// @param subtree the systems below one, itself included
  static List<BindableService> all(
      Engine engine,
      String organisation,
      Function<String, List<Transition>> history,
      Supplier<UUID> ids,
      Function<String, Set<String>> subtree) {
    var names = new RequestNames(organisation);
    return List.of(
        new AlertEndpoint(engine, new AlertMapper(organisation), names, history),
        new SuppressionEndpoint(engine, new SuppressionMapper(organisation), names, ids, subtree));
  }

  /// For which system an alert or a suppression stands.
  public static SystemOf systemOf(Engine engine) {
    return SystemOf.systems()
        .with(
            "alerts",
            name ->
                engine.read((_, book) -> book.alert(name.id())).map(alert -> alert.key().system()))
        .with(
            "suppressions",
            name ->
                engine
                    .read((_, book) -> book.suppression(name.id()))
                    .map(one -> one.system())
                    .filter(system -> !system.isEmpty()));
  }

  /// The systems below one, itself included. Cycles are legal.
  private static Set<String> subtree(Channel inventory, String organisation, String top) {
    var below = systems(inventory, organisation);
    var seen = new HashSet<String>();
    var open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      var system = open.removeFirst();
      if (seen.add(system)) {
        open.addAll(Optional.ofNullable(below.get(system)).orElse(List.of()));
      }
    }
    return seen;
  }

  private static Map<String, List<String>> systems(Channel inventory, String organisation) {
    var stub = SystemServiceGrpc.newBlockingStub(inventory);
    var below = new HashMap<String, List<String>>();
    var token = "";
    do {
      var page =
          stub.listSystems(
              ListSystemsRequest.newBuilder()
                  .setParent(organisation)
                  .setPageSize(1_000)
                  .setPageToken(token)
                  .build());
      for (ManagedSystem system : page.getSystemsList()) {
        below.put(system.getName(), List.copyOf(system.getSubsystemsList()));
      }
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return below;
  }
}
