package io.aramaki.gateway.grpc.page;

import io.aramaki.alerting.v1.Alert;
import io.aramaki.gateway.domain.page.Part;
import io.aramaki.gateway.domain.page.SystemRow;
import io.aramaki.gateway.domain.page.SystemsPage;
import io.aramaki.gateway.domain.status.Badness;
import io.aramaki.gateway.domain.status.Rollup;
import io.aramaki.gateway.domain.view.AlertView;
import io.aramaki.gateway.domain.view.SystemView;
import io.aramaki.monitoring.v1.CheckState;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Puts the list of systems together.
final class SystemsReader {
  /// More rows than somebody reads; a search narrows them.
  private static final int ROWS_MAX = 500;

  private static final int CAUSES_MAX = 4;

  private SystemsReader() {}

  static SystemsPage read(Lists lists, String query) throws InterruptedException {
    try (var loading = new Loading()) {
      var systems = loading.load("Systems", lists::systems);
      var states = loading.load("The states of checks", () -> lists.checkStates(""));
      var alerts = loading.load("Alerts", () -> lists.alerts("", Alert.State.FIRING)).await();
      Part<Paged.Rows<CheckState>> checks = states.await();
      Part<Paged.Rows<SystemView>> all = systems.await();
      List<CheckState> known = checks.map(Paged.Rows::rows).or(List.of());
      Rollup rollup = rollup(all.map(Paged.Rows::rows).or(List.of()), known);
      Map<String, Long> firing =
          alerts.map(Paged.Rows::rows).or(List.of()).stream()
              .collect(Collectors.groupingBy(AlertView::system, Collectors.counting()));
      Part<List<SystemRow>> rows = all.map(read -> rows(read.rows(), known, rollup, firing, query));
      return new SystemsPage(
          rows.map(list -> list.subList(0, Math.min(ROWS_MAX, list.size()))),
          rollup.counts(),
          missing(all, checks, alerts),
          query,
          rows.or(List.of()).size() > ROWS_MAX || all.map(Paged.Rows::more).or(false));
    }
  }

  private static List<String> missing(
      Part<Paged.Rows<SystemView>> systems,
      Part<Paged.Rows<CheckState>> checks,
      Part<Paged.Rows<AlertView>> alerts) {
    return Stream.concat(
            Stream.of(systems.why(), checks.why(), alerts.why()).filter(why -> !why.isEmpty()),
            checks
                .map(read -> Loading.incomplete("checks", read.unavailable()))
                .or(List.of())
                .stream())
        .toList();
  }

  static Rollup rollup(List<SystemView> systems, List<CheckState> states) {
    Map<String, Badness> own = new HashMap<>();
    states.forEach(state ->
        own.merge(state.getSystem(), MonitoringViews.badness(state.getState()), Badness::worst));
    Map<String, List<String>> subsystems = new HashMap<>();
    systems.forEach(system -> subsystems.put(system.name(), system.subsystems()));
    return Rollup.of(subsystems, own);
  }

  private static List<SystemRow> rows(
      List<SystemView> systems,
      List<CheckState> states,
      Rollup rollup,
      Map<String, Long> firing,
      String query) {
    Map<String, List<CheckState>> bySystem =
        states.stream().collect(Collectors.groupingBy(CheckState::getSystem));
    Map<String, SystemView> byName =
        systems.stream().collect(Collectors.toMap(SystemView::name, system -> system));
    String wanted = query.toLowerCase(Locale.ROOT).strip();
    return systems.stream()
        .filter(system -> matches(system, wanted))
        .map(system ->
            new SystemRow(
                system,
                rollup.total(system.name()),
                counts(bySystem.getOrDefault(system.name(), List.of())),
                causes(system, rollup, byName),
                firing.getOrDefault(system.name(), 0L).intValue(),
                newestChange(bySystem.getOrDefault(system.name(), List.of()))))
        .sorted(
            Comparator.comparing(SystemRow::total)
                .reversed()
                .thenComparing(row -> row.system().title()))
        .toList();
  }

  private static boolean matches(SystemView system, String wanted) {
    return wanted.isEmpty()
        || Stream.concat(
                Stream.of(system.id(), system.displayName(), system.owner()),
                system.labels().entrySet().stream()
                    .map(label -> label.getKey() + "=" + label.getValue()))
            .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static List<SystemView> causes(
      SystemView system, Rollup rollup, Map<String, SystemView> byName) {
    return rollup.causes(system.name()).stream()
        .filter(cause -> !cause.equals(system.name()))
        .flatMap(cause -> Optional.ofNullable(byName.get(cause)).stream())
        .sorted(Comparator.comparing(SystemView::title))
        .limit(CAUSES_MAX)
        .toList();
  }

  private static Map<Badness, Integer> counts(List<CheckState> states) {
    var counts = new EnumMap<Badness, Integer>(Badness.class);
    states.forEach(
        state -> counts.merge(MonitoringViews.badness(state.getState()), 1, Integer::sum));
    var worstFirst = new LinkedHashMap<Badness, Integer>();
    List.copyOf(counts.keySet()).reversed().forEach(key -> worstFirst.put(key, counts.get(key)));
    return worstFirst;
  }

  private static Optional<Instant> newestChange(List<CheckState> states) {
    return states.stream()
        .flatMap(state -> Times.of(state.hasChangeTime(), state.getChangeTime()).stream())
        .max(Comparator.naturalOrder());
  }
}
