package io.aramaki.gateway.web.ui;

import io.aramaki.gateway.domain.page.Viewer;
import io.aramaki.gateway.domain.view.Texts;
import io.aramaki.gateway.web.Assets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// What all pages have around them.
///
/// @param title what the page is called
/// @param tab which part of the navigation is current
/// @param path the page's own address, for forms to come back to
/// @param viewer who looks; empty if nobody is logged in
/// @param now the time of the page
/// @param done what was just done, for people; empty if nothing
/// @param live the address of the page's live updates; empty if it has none
public record Shell(
    String title,
    Tab tab,
    String path,
    Optional<Viewer> viewer,
    Instant now,
    String done,
    String live,
    Assets assets,
    Supplier<UUID> ids) {

  /// The parts of the navigation.
  public enum Tab {
    SYSTEMS,
    ALERTS,
    AGENTS,
    NONE
  }

  public boolean isTab(Tab other) {
    return tab == other;
  }

  /// Says how long ago something was.
  public String ago(Optional<Instant> time) {
    return Texts.ago(time, now);
  }

  /// Says how long something has lasted.
  public String span(Instant since) {
    Duration span = Duration.between(since, now);
    return Texts.span(span.isNegative() ? Duration.ZERO : span);
  }

  /// Says when something was.
  public String clock(Instant time) {
    return Texts.clock(time, now);
  }

  /// Answers a fresh id for a form, so that sending it twice does it once.
  public String requestId() {
    return ids.get().toString();
  }

  public boolean mayOperate(String system) {
    return viewer.map(who -> who.mayOperate(system)).orElse(false);
  }

  public boolean mayAdminister(String system) {
    return viewer.map(who -> who.mayAdminister(system)).orElse(false);
  }
}
