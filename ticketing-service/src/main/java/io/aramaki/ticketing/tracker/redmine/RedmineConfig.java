package io.aramaki.ticketing.tracker.redmine;

import io.aramaki.kit.app.Redacted;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// How to reach a Redmine and how its fields are used. Redmine tells administrators alone about
/// custom fields, so ids are configuration.
///
/// @param url where it is, without a trailing slash
/// @param key the API key of our bot, which need not be an administrator
/// @param login the login of that bot: the probe compares it
/// @param project the identifier of the project
/// @param trackerId the tracker (kind of issue) of new issues
/// @param externalKeyField the id of the custom field that holds our marker
/// @param openStatus the status of a reopened issue
/// @param resolvedStatus the status of an issue whose problem is over
/// @param closedStatus the status of a duplicate
/// @param priorities the priority by severity (`unknown`, `warning`, `critical`); a missing one
///   leaves Redmine's default
/// @param timeout after which an answer counts as missing
public record RedmineConfig(
    URI url,
    Redacted key,
    String login,
    String project,
    int trackerId,
    int externalKeyField,
    int openStatus,
    int resolvedStatus,
    int closedStatus,
    Map<String, Integer> priorities,
    Duration timeout) {
  public RedmineConfig {
    priorities = Map.copyOf(priorities);
  }
}
