package io.aramaki.gateway.domain.view;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;

/// A ticket in somebody's tracker.
///
/// @param key what people call it there, for example `#42`
/// @param url where it is, as the tracker says
/// @param state where our link stands, in lower case
/// @param trackerStatus the tracker's own word
/// @param error why it is not where it should be
public record TicketView(
    String name,
    String tracker,
    String key,
    String url,
    String title,
    String state,
    String trackerStatus,
    String error,
    String alert,
    Optional<Instant> updateTime) {

  public String id() {
    return Texts.id(name);
  }

  /// Answers where to go; empty if there is no place or it is none of the web: a tracker's answer
  /// must not become a script.
  public Optional<String> link() {
    try {
      String scheme = new URI(url).getScheme();
      return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme)
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
