package io.aramaki.inventory.domain;

import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.domain.action.MemoryActionStore;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.agent.MemoryAgentStore;
import io.aramaki.inventory.domain.agent.MemoryRevocationStore;
import io.aramaki.inventory.domain.agent.Revocations;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokens;
import io.aramaki.inventory.domain.enrolment.Enrolments;
import io.aramaki.inventory.domain.enrolment.FakeCertificates;
import io.aramaki.inventory.domain.enrolment.MemoryEnrolmentTokenStore;
import io.aramaki.inventory.domain.enrolment.Renewals;
import io.aramaki.inventory.domain.login.ApiTokens;
import io.aramaki.inventory.domain.login.Attempts;
import io.aramaki.inventory.domain.login.Logins;
import io.aramaki.inventory.domain.login.Session;
import io.aramaki.inventory.domain.people.CountingHasher;
import io.aramaki.inventory.domain.people.MemoryPeople;
import io.aramaki.inventory.domain.people.Users;
import io.aramaki.inventory.domain.role.Roles;
import io.aramaki.inventory.domain.secret.Secrets;
import io.aramaki.inventory.domain.system.ManagedSystem;
import io.aramaki.inventory.domain.system.MemorySystemStore;
import io.aramaki.inventory.domain.system.SystemContent;
import io.aramaki.inventory.domain.system.Systems;
import io.aramaki.inventory.domain.timeline.MemoryOutbox;
import io.aramaki.inventory.domain.timeline.Timeline;
import io.aramaki.kit.testing.MutableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The whole domain over fakes, for tests.
public final class InventoryWorld {
  public static final String ORG = "ar1test";
  public static final Change BY_ADMIN =
      new Change(
          "orgs/ar1test/users/admin", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  public final MutableClock clock = MutableClock.started();
  public final MemoryOutbox outbox = new MemoryOutbox();
  public final Timeline timeline = new Timeline(ORG, outbox);
  public final List<String> referrers = new ArrayList<>();
  public final MemorySystemStore systemStore = new MemorySystemStore();
  public final Systems systems =
      new Systems(systemStore, _ -> List.copyOf(referrers), timeline, clock);
  public final MemoryRevocationStore revocationStore = new MemoryRevocationStore();
  public final Revocations revocations = new Revocations(revocationStore);
  public final MemoryAgentStore agentStore = new MemoryAgentStore();
  public final Agents agents = new Agents(agentStore, revocations, this::exists, timeline, clock);
  public final Actions actions =
      new Actions(new MemoryActionStore(), agents, this::exists, timeline, clock);
  public final Secrets secrets = new Secrets(new Random(1));
  public final FakeCertificates certificates = new FakeCertificates(clock);
  public final MemoryEnrolmentTokenStore tokenStore = new MemoryEnrolmentTokenStore();
  public final EnrolmentTokens enrolmentTokens =
      new EnrolmentTokens(tokenStore, agents, secrets, clock);
  public final Enrolments enrolments =
      new Enrolments(tokenStore, certificates, agents, timeline, clock);
  public final Renewals renewals = new Renewals(certificates, agents, revocations);
  public final CountingHasher hasher = new CountingHasher();
  public final MemoryPeople people = new MemoryPeople();
  public final Attempts attempts = new Attempts(people.attempts(), clock);
  public final Users users = new Users(people.users(), hasher, attempts, clock);
  public final Logins logins =
      new Logins(
          people.sessions(), users, attempts, hasher, secrets, Session.Limits.DEFAULT, clock);
  public final ApiTokens apiTokens = new ApiTokens(people.apiTokens(), users, secrets, clock);
  public final Roles roles = new Roles(people.roleBindings(), users, systemStore::graph);

  private boolean exists(SystemId id) {
    return systemStore.find(id).isPresent();
  }

  public ManagedSystem system(String id, String... subsystems) {
    return systems.create(new SystemId(id), content(subsystems), "", BY_ADMIN);
  }

  public static SystemContent content(String... subsystems) {
    return new SystemContent(
        "", "", "", Map.of(), List.of(subsystems).stream().map(SystemId::new).toList());
  }
}
