package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.inventory.domain.action.ActionStore;
import io.aramaki.inventory.domain.action.ActionStoreContract;
import io.aramaki.inventory.domain.agent.AgentStore;
import io.aramaki.inventory.domain.agent.AgentStoreContract;
import io.aramaki.inventory.domain.agent.RevocationStore;
import io.aramaki.inventory.domain.agent.RevocationStoreContract;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokenStore;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokenStoreContract;
import io.aramaki.inventory.domain.fact.FactStore;
import io.aramaki.inventory.domain.fact.FactStoreContract;
import io.aramaki.inventory.domain.key.KeyStore;
import io.aramaki.inventory.domain.key.KeyStoreContract;
import io.aramaki.inventory.domain.login.ApiTokenStore;
import io.aramaki.inventory.domain.login.AttemptStore;
import io.aramaki.inventory.domain.login.SessionStore;
import io.aramaki.inventory.domain.people.PeopleStoreContract;
import io.aramaki.inventory.domain.people.UserStore;
import io.aramaki.inventory.domain.role.RoleBindingStore;
import io.aramaki.inventory.domain.run.RunStore;
import io.aramaki.inventory.domain.run.RunStoreContract;
import io.aramaki.inventory.domain.run.output.RunOutputStore;
import io.aramaki.inventory.domain.system.SystemStore;
import io.aramaki.inventory.domain.system.SystemStoreContract;
import io.aramaki.inventory.domain.timeline.Outbox;
import io.aramaki.inventory.domain.timeline.OutboxContract;
import io.aramaki.inventory.storage.people.CassandraApiTokenStore;
import io.aramaki.inventory.storage.people.CassandraAttemptStore;
import io.aramaki.inventory.storage.people.CassandraRoleBindingStore;
import io.aramaki.inventory.storage.people.CassandraSessionStore;
import io.aramaki.inventory.storage.people.CassandraUserStore;
import io.aramaki.inventory.storage.run.CassandraActionStore;
import io.aramaki.inventory.storage.run.CassandraRunOutputStore;
import io.aramaki.inventory.storage.run.CassandraRunStore;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.testing.CassandraExtension;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every store of the inventory on a real Cassandra, held to the same contract as its fake.
@ExtendWith(CassandraExtension.class)
final class CassandraStoresTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private final Cql cql;

  CassandraStoresTest(CqlSession session) {
    cql = new Cql(session);
  }

  @BeforeAll
  static void installSchema(CqlSession session) {
    new SchemaInstaller(new Cql(session), CLOCK, UUID::randomUUID)
        .install(CassandraSystemStore.class);
  }

  private void empty(String... tables) {
    for (String table : tables) {
      cql.session().execute("TRUNCATE " + table);
    }
  }

  @Nested
  final class Systems extends SystemStoreContract {
    private final SystemStore store = new CassandraSystemStore(cql);

    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty("managed_system");
    }

    @Override
    protected SystemStore store() {
      return store;
    }
  }

  @Nested
  final class Agents extends AgentStoreContract {
    private final AgentStore store = new CassandraAgentStore(cql);

    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty("agent");
    }

    @Override
    protected AgentStore store() {
      return store;
    }
  }

  @Nested
  final class Revocations extends RevocationStoreContract {
    private final RevocationStore store = new CassandraRevocationStore(cql);

    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty("revocation");
    }

    @Override
    protected RevocationStore store() {
      return store;
    }
  }

  @Nested
  final class EnrolmentTokens extends EnrolmentTokenStoreContract {
    private final EnrolmentTokenStore store = new CassandraEnrolmentTokenStore(cql);

    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty("enrolment_token");
    }

    @Override
    protected EnrolmentTokenStore store() {
      return store;
    }
  }

  @Nested
  final class People extends PeopleStoreContract {
    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty(
          "person", "login_attempt", "session", "api_token", "role_binding");
    }

    @Override
    protected UserStore users() {
      return new CassandraUserStore(cql);
    }

    @Override
    protected AttemptStore attempts() {
      return new CassandraAttemptStore(cql);
    }

    @Override
    protected SessionStore sessions() {
      return new CassandraSessionStore(cql);
    }

    @Override
    protected ApiTokenStore apiTokens() {
      return new CassandraApiTokenStore(cql);
    }

    @Override
    protected RoleBindingStore roleBindings() {
      return new CassandraRoleBindingStore(cql);
    }
  }

  @Nested
  final class Facts extends FactStoreContract {
    private final FactStore store = new CassandraFactStore(cql);

    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty("fact", "fact_history");
    }

    @Override
    protected FactStore store() {
      return store;
    }
  }

  @Nested
  final class Actions extends ActionStoreContract {
    private final ActionStore store = new CassandraActionStore(cql);

    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty("action");
    }

    @Override
    protected ActionStore store() {
      return store;
    }
  }

  @Nested
  final class Runs extends RunStoreContract {
    private final RunStore runs = new CassandraRunStore(cql, CLOCK);
    private final RunOutputStore output = new CassandraRunOutputStore(cql);

    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty(
          "run", "run_request", "run_by_action", "run_by_day", "open_run", "run_output");
    }

    @Override
    protected RunStore runs() {
      return runs;
    }

    @Override
    protected RunOutputStore output() {
      return output;
    }
  }

  @Nested
  final class TimelineOutbox extends OutboxContract {
    private final Outbox outbox = new CassandraOutbox(cql, CLOCK);

    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty("timeline_outbox");
    }

    @Override
    protected Outbox outbox() {
      return outbox;
    }
  }

  @Nested
  final class Keys extends KeyStoreContract {
    private final KeyStore store = new CassandraKeyStore(cql);

    @BeforeEach
    void empty() {
      CassandraStoresTest.this.empty("organisation_keys", "key_set");
    }

    @Override
    protected KeyStore store() {
      return store;
    }
  }
}
