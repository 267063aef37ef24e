package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.Secrets;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.agent.Revocations;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokens;
import io.aramaki.inventory.domain.enrolment.Enrolments;
import io.aramaki.inventory.domain.enrolment.Renewals;
import io.aramaki.inventory.domain.fact.Facts;
import io.aramaki.inventory.domain.people.ApiTokens;
import io.aramaki.inventory.domain.people.Attempts;
import io.aramaki.inventory.domain.people.Logins;
import io.aramaki.inventory.domain.people.RoleBinding;
import io.aramaki.inventory.domain.people.Roles;
import io.aramaki.inventory.domain.people.Session;
import io.aramaki.inventory.domain.people.Users;
import io.aramaki.inventory.domain.system.Systems;
import io.aramaki.inventory.domain.timeline.Outbox;
import io.aramaki.inventory.domain.timeline.Timeline;
import io.aramaki.inventory.grpc.key.ArgonHasher;
import io.aramaki.inventory.grpc.key.AuthorityCertificates;
import io.aramaki.inventory.grpc.key.OrganisationKeys;
import io.aramaki.inventory.storage.CassandraActionStore;
import io.aramaki.inventory.storage.CassandraAgentStore;
import io.aramaki.inventory.storage.CassandraApiTokenStore;
import io.aramaki.inventory.storage.CassandraAttemptStore;
import io.aramaki.inventory.storage.CassandraEnrolmentTokenStore;
import io.aramaki.inventory.storage.CassandraFactStore;
import io.aramaki.inventory.storage.CassandraKeyStore;
import io.aramaki.inventory.storage.CassandraOutbox;
import io.aramaki.inventory.storage.CassandraRevocationStore;
import io.aramaki.inventory.storage.CassandraRoleBindingStore;
import io.aramaki.inventory.storage.CassandraSessionStore;
import io.aramaki.inventory.storage.CassandraSystemStore;
import io.aramaki.inventory.storage.CassandraUserStore;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.security.SealedBox;
import io.aramaki.kit.security.authority.Passwords;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What inventory knows and decides, on its tables: shared by the process and by the bootstrap.
record InventoryCore(
    OrganisationKeys keys,
    String org,
    Outbox outbox,
    Timeline timeline,
    Systems systems,
    Revocations revocations,
    Agents agents,
    EnrolmentTokens tokens,
    Enrolments enrolments,
    Renewals renewals,
    Facts facts,
    Users users,
    Roles roles,
    Logins logins,
    ApiTokens apiTokens,
    Actions actions,
    LongSupplier definitionsVersion) {

  static InventoryCore open(InventoryConfig config, Cql cql, Clock clock) {
    var random = new SecureRandom();
    var secrets = new Secrets(random);
    var keys =
        OrganisationKeys.open(
            new CassandraKeyStore(cql),
            SealedBox.openOrCreate(config.keyFile(), random),
            random,
            clock);
    var org = keys.org().value();
    var outbox = new CassandraOutbox(cql, clock);
    var timeline = new Timeline(org, outbox);
    var agentStore = new CassandraAgentStore(cql);
    var actionStore = new CassandraActionStore(cql);
    var bindings = new CassandraRoleBindingStore(cql);
    var systemStore = new CassandraSystemStore(cql);
    var systems =
        new Systems(
            systemStore,
            id -> referrers(id, agentStore, actionStore, bindings.read().bindings()),
            timeline,
            clock);
    var revocations = new Revocations(new CassandraRevocationStore(cql));
    revocations.refresh();
    var agents =
        new Agents(
            agentStore, revocations, id -> systemStore.find(id).isPresent(), timeline, clock);
    var certificates =
        new AuthorityCertificates(
            keys,
            config.agentCertificateLife(),
            config.serviceCertificateLife(),
            config.peopleHosts());
    var tokenStore = new CassandraEnrolmentTokenStore(cql);
    var hasher = new ArgonHasher(new Passwords(random));
    var attempts = new Attempts(new CassandraAttemptStore(cql), clock);
    var users = new Users(new CassandraUserStore(cql), hasher, attempts, clock);
    var roles = new Roles(bindings, users, systems::graph);
    return new InventoryCore(
        keys,
        org,
        outbox,
        timeline,
        systems,
        revocations,
        agents,
        new EnrolmentTokens(tokenStore, agents, secrets, clock),
        new Enrolments(tokenStore, certificates, agents, timeline, clock),
        new Renewals(certificates, agents, revocations),
        new Facts(new CassandraFactStore(cql)),
        users,
        roles,
        new Logins(
            new CassandraSessionStore(cql),
            users,
            attempts,
            hasher,
            secrets,
            Session.Limits.DEFAULT,
            clock),
        new ApiTokens(new CassandraApiTokenStore(cql), users, secrets, clock),
        new Actions(actionStore, agents, id -> systemStore.find(id).isPresent(), timeline, clock),
        () -> actionStore.definitionsVersion() + agentStore.placementVersion());
  }

  /// What refers to a system, for people who want to delete it.
  private static List<String> referrers(
      SystemId id,
      CassandraAgentStore agents,
      CassandraActionStore actions,
      List<RoleBinding> bindings) {
    var all = new java.util.ArrayList<String>();
    agents.of(id).forEach(agent -> all.add("agent " + agent.id()));
    actions.list(Optional.empty(), Actions.ACTIONS_MAX).stream()
        .filter(action -> action.content().system().equals(id))
        .forEach(action -> all.add("action " + action.id()));
    bindings.stream()
        .filter(binding -> binding.top().equals(Optional.of(id)))
        .forEach(binding -> all.add("a role of " + binding.user()));
    return all;
  }
}
