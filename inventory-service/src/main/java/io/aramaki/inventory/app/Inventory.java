package io.aramaki.inventory.app;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.action.ActionStore;
import io.aramaki.inventory.domain.action.Actions;
import io.aramaki.inventory.domain.agent.AgentStore;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.agent.Revocations;
import io.aramaki.inventory.domain.enrolment.Certificates;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokens;
import io.aramaki.inventory.domain.enrolment.Enrolments;
import io.aramaki.inventory.domain.enrolment.Renewals;
import io.aramaki.inventory.domain.fact.Facts;
import io.aramaki.inventory.domain.login.ApiTokens;
import io.aramaki.inventory.domain.login.Attempts;
import io.aramaki.inventory.domain.login.Logins;
import io.aramaki.inventory.domain.login.Session;
import io.aramaki.inventory.domain.people.PasswordHasher;
import io.aramaki.inventory.domain.people.Users;
import io.aramaki.inventory.domain.role.Roles;
import io.aramaki.inventory.domain.run.RunNews;
import io.aramaki.inventory.domain.run.RunPublisher;
import io.aramaki.inventory.domain.run.RunStore;
import io.aramaki.inventory.domain.run.Runs;
import io.aramaki.inventory.domain.run.output.RunOutput;
import io.aramaki.inventory.domain.secret.Secrets;
import io.aramaki.inventory.domain.system.SystemStore;
import io.aramaki.inventory.domain.system.Systems;
import io.aramaki.inventory.domain.timeline.Outbox;
import io.aramaki.inventory.domain.timeline.Timeline;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.key.AuthorityCertificates;
import io.aramaki.inventory.grpc.key.AuthorityCertificates.Lifetimes;
import io.aramaki.inventory.grpc.key.OrganisationKeys;
import io.aramaki.inventory.storage.CassandraAgentStore;
import io.aramaki.inventory.storage.CassandraEnrolmentTokenStore;
import io.aramaki.inventory.storage.CassandraFactStore;
import io.aramaki.inventory.storage.CassandraKeyStore;
import io.aramaki.inventory.storage.CassandraOutbox;
import io.aramaki.inventory.storage.CassandraRevocationStore;
import io.aramaki.inventory.storage.CassandraSystemStore;
import io.aramaki.inventory.storage.people.CassandraApiTokenStore;
import io.aramaki.inventory.storage.people.CassandraAttemptStore;
import io.aramaki.inventory.storage.people.CassandraRoleBindingStore;
import io.aramaki.inventory.storage.people.CassandraSessionStore;
import io.aramaki.inventory.storage.people.CassandraUserStore;
import io.aramaki.inventory.storage.run.CassandraActionStore;
import io.aramaki.inventory.storage.run.CassandraRunOutputStore;
import io.aramaki.inventory.storage.run.CassandraRunStore;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.audit.AuditRows;
import io.aramaki.kit.security.SealedBox;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.authority.Passwords;
import io.opentelemetry.api.OpenTelemetry;
import java.security.SecureRandom;

/// The domain over its stores, without any door: what a running inventory and its first start
/// share.
final class Inventory {
  final Environment environment;
  final SecureRandom random = new SecureRandom();
  final Secrets secrets = new Secrets(random);
  final AuditRows auditRows;
  final OrganisationKeys keys;
  final Names names;
  final Outbox outbox;
  final Timeline timeline;
  final SystemStore systemStore;
  final AgentStore agentStore;
  final ActionStore actionStore;
  final RunStore runStore;
  final Revocations revocations;
  final Agents agents;
  final Systems systems;
  final Facts facts;
  final EnrolmentTokens enrolmentTokens;
  final Enrolments enrolments;
  final Renewals renewals;
  final PasswordHasher hasher = new ArgonPasswords(new Passwords(random));
  final Users users;
  final Logins logins;
  final ApiTokens apiTokens;
  final Roles roles;
  final Actions actions;
  final RunOutput runOutput;
  final RunNews runNews = new RunNews();
  final RunPublisher runPublisher;
  final Runs runs;

  Inventory(
      InventoryConfig config,
      CqlSession session,
      OpenTelemetry telemetry,
      Environment environment) {
    this.environment = environment;
    var clock = environment.clock();
    var cql = new Cql(session, telemetry);
    var schema = new SchemaInstaller(cql, clock, environment.ids());
    schema.install(CassandraSystemStore.class);
    auditRows = AuditRows.open(cql, schema);
    var box = SealedBox.openOrCreate(config.keyFile(), random);
    keys = OrganisationKeys.open(new CassandraKeyStore(cql), box, random, clock);
    names = new Names(keys.org().value());
    outbox = new CassandraOutbox(cql, clock);
    timeline = new Timeline(names.org(), outbox);
    systemStore = new CassandraSystemStore(cql);
    agentStore = new CassandraAgentStore(cql);
    actionStore = new CassandraActionStore(cql);
    runStore = new CassandraRunStore(cql, clock);
    revocations = new Revocations(new CassandraRevocationStore(cql));
    agents = new Agents(agentStore, revocations, this::exists, timeline, clock);
    facts = new Facts(new CassandraFactStore(cql));
    var tokenStore = new CassandraEnrolmentTokenStore(cql);
    var certificates = certificates(config);
    enrolmentTokens = new EnrolmentTokens(tokenStore, agents, secrets, clock);
    enrolments = new Enrolments(tokenStore, certificates, agents, timeline, clock);
    renewals = new Renewals(certificates, agents, revocations);
    var attempts = new Attempts(new CassandraAttemptStore(cql), clock);
    users = new Users(new CassandraUserStore(cql), hasher, attempts, clock);
    var limits = new Session.Limits(config.sessions().absolute(), config.sessions().idle());
    var sessions = new CassandraSessionStore(cql);
    logins = new Logins(sessions, users, attempts, hasher, secrets, limits, clock);
    apiTokens = new ApiTokens(new CassandraApiTokenStore(cql), users, secrets, clock);
    roles = new Roles(new CassandraRoleBindingStore(cql), users, systemStore::graph);
    actions = new Actions(actionStore, agents, this::exists, timeline, clock);
    systems =
        new Systems(systemStore, new SystemReferrers(agents, actions, roles)::of, timeline, clock);
    runOutput = new RunOutput(new CassandraRunOutputStore(cql));
    runPublisher = new RunPublisher(runStore, timeline, runNews, names.org());
    runs =
        new Runs(
            runStore,
            runOutput,
            runPublisher,
            agents,
            config.runs().startWindow(),
            clock,
            environment.ids());
  }

  private Certificates certificates(InventoryConfig config) {
    return new AuthorityCertificates(
        keys,
        new Lifetimes(
            config.certificates().agentLifetime(), config.certificates().serviceLifetime()),
        new ExtraNames(config.certificates().gatewayHosts()));
  }

  private boolean exists(SystemId system) {
    return systemStore.find(system).isPresent();
  }
}
