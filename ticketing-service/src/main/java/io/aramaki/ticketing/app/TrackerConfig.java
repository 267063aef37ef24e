package io.aramaki.ticketing.app;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import io.aramaki.ticketing.domain.ReopenPolicy;
import io.aramaki.ticketing.tracker.redmine.RedmineConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A tracker.
public record TrackerConfig(
    @Doc("Its name, for receivers of alerting.") String name,
    @Doc("A Redmine, 5.0 or newer; tried with 5.0.") Redmine redmine,
    @Doc(
            "A problem that comes back within this time after its end reopens its issue; without it, a new one is opened.")
        Optional<Duration> reopenWithin) {

  ReopenPolicy policy() {
    return reopenWithin
        .<ReopenPolicy>map(ReopenPolicy.ReopenWithin::new)
        .orElseGet(ReopenPolicy.NewIssue::new);
  }

  /// A Redmine.
  public record Redmine(
      @Doc("Where it is, without a trailing slash.") URI url,
      @Doc("The file with the API key of our bot.") Path keyFile,
      @Doc("The login of that bot.") String login,
      @Doc("The identifier of the project.") String project,
      @Doc("The tracker (kind of issue) of new issues.") int trackerId,
      @Doc("The id of the custom field that holds our marker.") int externalKeyField,
      @Default("1") @Doc("The status of a reopened issue.") int openStatus,
      @Default("3") @Doc("The status of an issue whose problem is over.") int resolvedStatus,
      @Default("5") @Doc("The status of a duplicate.") int closedStatus,
      @Doc("The priority by severity: unknown, warning, critical.") Map<String, Integer> priorities,
      @Default("10s") @Doc("After which no answer counts as unclear.") Duration timeout) {

    RedmineConfig config() {
      return new RedmineConfig(
          url,
          key(),
          login,
          project,
          trackerId,
          externalKeyField,
          openStatus,
          resolvedStatus,
          closedStatus,
          priorities,
          timeout);
    }

    private Redacted key() {
      try {
        return Redacted.of(Files.readString(keyFile).strip());
      } catch (IOException e) {
        throw new BadConfiguration(
            "the key file %s of Redmine cannot be read: %s".formatted(keyFile, e.getMessage()));
      }
    }
  }
}
