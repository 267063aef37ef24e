package io.aramaki.monitoring.domain.shard;

import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.agent.Tracing;
import io.aramaki.monitoring.domain.catalog.Catalog;
import io.aramaki.monitoring.domain.catalog.CatalogStore;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.catalog.CheckKind;
import io.aramaki.monitoring.domain.catalog.Checks;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.hours.OpenHours;
import io.aramaki.monitoring.domain.keepalive.KeepaliveRules;
import io.aramaki.monitoring.domain.observation.Decoder;
import io.aramaki.monitoring.domain.sample.Reporters;
import io.aramaki.monitoring.domain.sample.SampleFeed;
import io.aramaki.monitoring.domain.time.Patience;
import io.aramaki.monitoring.domain.timeline.Timeline;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import io.aramaki.monitoring.domain.timeline.TimelineStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a shard works with, in memory, and three definitions that never change.
final class MemoryParts {
  static final String SYSTEM = "orgs/o/systems/s";

  private MemoryParts() {}

  static ShardParts of(ShardStore store, Decoder decoder, MutableClock clock) {
    var checks = new Checks(new FixedCatalog(), clock, UUID::randomUUID);
    checks.refresh();
    return new ShardParts(
        store,
        new MemoryJournal(),
        new MemoryHours(),
        decoder,
        _ -> {},
        new Timeline(new NoTimeline()),
        new NoReporters(),
        SampleFeed.NONE,
        checks,
        Tracing.NONE,
        KeepaliveRules.DEFAULT,
        clock,
        new Patience(new Random(1)));
  }

  private static final class FixedCatalog implements CatalogStore {
    @Override
    public Catalog load() {
      var checks = new TreeMap<String, CheckDefinition>();
      for (int i = 0; i < 3; i++) {
        String name = "orgs/o/checks/c" + i;
        checks.put(
            name,
            new CheckDefinition(
                name,
                SYSTEM,
                "",
                "",
                new CheckKind.Command(List.of("true"), Map.of()),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1 + i,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Status.WARNING,
                false,
                i == 2,
                1024,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                "e"));
      }
      return new Catalog(1, checks);
    }

    @Override
    public long version() {
      return 1;
    }

    @Override
    public boolean put(long version, CheckDefinition check, String requestId) {
      return false;
    }

    @Override
    public boolean remove(long version, String name) {
      return false;
    }

    @Override
    public Optional<String> madeBy(String requestId) {
      return Optional.empty();
    }
  }

  private static final class MemoryHours implements OpenHours {
    private final Set<OpenHour> all = new HashSet<>();

    @Override
    public void open(int shard, OpenHour hour) {
      all.add(hour);
    }

    @Override
    public List<OpenHour> of(int shard) {
      return List.copyOf(all);
    }

    @Override
    public List<OpenHour> of(int shard, String agent) {
      return all.stream().filter(hour -> hour.agent().equals(agent)).toList();
    }

    @Override
    public void close(int shard, OpenHour hour) {
      all.remove(hour);
    }
  }

  private static final class NoTimeline implements TimelineStore {
    @Override
    public void append(List<TimelineEvent> events) {}

    @Override
    public List<TimelineEvent> list(
        String system, Instant from, Instant to, @Nullable Mark after, int limit) {
      return List.of();
    }
  }

  private static final class NoReporters implements Reporters {
    @Override
    public void add(String system, String agent) {}

    @Override
    public List<String> of(String system) {
      return List.of();
    }
  }
}
