package io.aramaki.gateway.domain.page;

import io.aramaki.gateway.domain.status.Badness;
import io.aramaki.gateway.domain.view.ActionView;
import io.aramaki.gateway.domain.view.AgentView;
import io.aramaki.gateway.domain.view.AlertView;
import io.aramaki.gateway.domain.view.CheckView;
import io.aramaki.gateway.domain.view.EventView;
import io.aramaki.gateway.domain.view.FactView;
import io.aramaki.gateway.domain.view.RunView;
import io.aramaki.gateway.domain.view.SystemView;
import io.aramaki.gateway.domain.view.TicketView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One system, for somebody who never saw it before.
///
/// @param status its status with all that it consists of; missing if checks could not be read
/// @param relatives its subsystems and the systems that contain it
/// @param checks its own checks, the worst first
/// @param incomplete what is there only in part, a sentence each
public record SystemPage(
    SystemView system,
    Part<Badness> status,
    Part<Relatives> relatives,
    Part<List<CheckView>> checks,
    Part<List<AlertView>> alerts,
    Part<List<TicketView>> tickets,
    Part<List<ActionView>> actions,
    Part<List<RunView>> runs,
    Part<List<EventView>> events,
    Part<List<FactView>> facts,
    Part<List<AgentView>> agents,
    List<String> incomplete) {

  private static final int CHANGES_MAX = 5;

  /// A system and its status, for a link.
  public record Relative(String name, String title, Badness status, boolean visible) {}

  /// What a system consists of and what it is part of.
  public record Relatives(List<Relative> subsystems, List<Relative> parents) {}

  /// Answers the checks that fail, the worst first.
  public List<CheckView> failing() {
    return checks.or(List.of()).stream().filter(check -> check.badness().isProblem()).toList();
  }

  /// Answers the checks that do not fail.
  public List<CheckView> passing() {
    return checks.or(List.of()).stream().filter(check -> !check.badness().isProblem()).toList();
  }

  /// Answers the subsystems that are a problem.
  public List<Relative> failingSubsystems() {
    return relatives.or(new Relatives(List.of(), List.of())).subsystems().stream()
        .filter(part -> part.status().isProblem())
        .toList();
  }

  /// Answers the alerts that fire.
  public List<AlertView> firing() {
    return alerts.or(List.of()).stream().filter(AlertView::isFiring).toList();
  }

  /// Answers what was changed last, the newest first: most outages follow a change.
  public List<EventView> changes() {
    return events.or(List.of()).stream().filter(EventView::isChange).limit(CHANGES_MAX).toList();
  }

  /// Answers the newest run of an action.
  public Optional<RunView> lastRun(ActionView action) {
    return runs.or(List.of()).stream().filter(run -> run.action().equals(action.id())).findFirst();
  }

  /// Answers the sentences about what could not be read.
  public List<String> missing() {
    Stream<String> parts =
        Stream.<Part<?>>of(checks, alerts, tickets, actions, runs, events, facts, agents, relatives)
            .map(Part::why)
            .filter(why -> !why.isEmpty());
    return Stream.concat(parts, incomplete.stream()).distinct().toList();
  }
}
