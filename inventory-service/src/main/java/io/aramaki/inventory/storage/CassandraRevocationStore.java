package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.agent.Revocation;
import io.aramaki.inventory.domain.agent.Revocation.RevokedAgent;
import io.aramaki.inventory.domain.agent.Revocation.RevokedCertificate;
import io.aramaki.inventory.domain.agent.Revocation.Subject;
import io.aramaki.inventory.domain.agent.RevocationStore;
import io.aramaki.inventory.storage.row.Columns;
import io.aramaki.inventory.storage.row.Conditional;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.util.List;

/// Keeps the revocation log in the table `revocation`.
public final class CassandraRevocationStore implements RevocationStore {
  private static final String AGENT = "agent";
  private static final String CERTIFICATE = "certificate";

  private final CqlStatement after;
  private final CqlStatement serialAfter;
  private final ConditionalStatement append;

  public CassandraRevocationStore(Cql cql) {
    String select = "SELECT * FROM revocation WHERE log = 0 AND seq > ? LIMIT ?";
    after = cql.prepare("revocations_after", select);
    serialAfter = cql.prepareSerialRead("revocations_after_serial", select);
    append =
        cql.prepareConditional(
            "append_revocation",
            """
            BEGIN BATCH
            UPDATE revocation SET head = ? WHERE log = 0 IF head = ?;
            INSERT INTO revocation (log, seq, kind, subject, revoke_time, reason, actor) \
            VALUES (0, ?, ?, ?, ?, ?, ?);
            APPLY BATCH\
            """);
  }

  @Override
  public List<Revocation> after(long seq, int limit) {
    return read(after, seq, limit);
  }

  @Override
  public boolean append(Revocation revocation) {
    long head = revocation.seq() - 1;
    return Conditional.applied(
        append,
        () -> read(serialAfter, head, 1).contains(revocation),
        revocation.seq(),
        head == 0 ? null : head,
        revocation.seq(),
        kind(revocation.subject()),
        subject(revocation.subject()),
        revocation.time(),
        revocation.reason(),
        revocation.actor());
  }

  private static List<Revocation> read(CqlStatement statement, long seq, int limit) {
    return statement.execute(seq, limit).all().stream()
        .map(CassandraRevocationStore::revocation)
        .toList();
  }

  private static String kind(Subject subject) {
    return switch (subject) {
      case RevokedAgent _ -> AGENT;
      case RevokedCertificate _ -> CERTIFICATE;
    };
  }

  private static String subject(Subject subject) {
    return switch (subject) {
      case RevokedAgent revoked -> revoked.agent().value();
      case RevokedCertificate revoked -> revoked.sha256();
    };
  }

  private static Revocation revocation(Row row) {
    String subject = Columns.text(row, "subject");
    return new Revocation(
        row.getLong("seq"),
        Columns.text(row, "kind").equals(AGENT)
            ? new RevokedAgent(new AgentId(subject))
            : new RevokedCertificate(subject),
        Columns.instant(row, "revoke_time"),
        Columns.text(row, "reason"),
        Columns.text(row, "actor"));
  }
}
