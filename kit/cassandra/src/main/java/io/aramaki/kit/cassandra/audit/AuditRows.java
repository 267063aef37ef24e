package io.aramaki.kit.cassandra.audit;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.audit.AuditChain;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.audit.ChainedEntry;
import io.aramaki.type.v1.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table `audit_row`: reads chains, and appends to one where nobody else has.
public final class AuditRows {
  private static final String COLUMNS =
      "chain, seq, record_time, principal_name, principal_kind, on_behalf_of, method, resource, request_sha256, summary, trace, "
          + "previous_hash, hash";

  private final Cql cql;
  private final ConditionalStatement insert;
  private final CqlStatement selectForward;
  private final CqlStatement selectBackward;
  private final CqlStatement selectOne;
  private final CqlStatement selectLast;
  private final CqlStatement selectChains;

  private AuditRows(Cql cql) {
    this.cql = cql;
    insert =
        cql.prepareConditional(
            "insert_audit_row",
            "INSERT INTO audit_row ("
                + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS");
    var select = "SELECT " + COLUMNS + " FROM audit_row WHERE chain = ? ";
    selectForward = cql.prepare("select_audit_rows", select + "AND seq >= ? LIMIT ?");
    selectBackward =
        cql.prepare(
            "select_audit_rows_backwards", select + "AND seq < ? ORDER BY seq DESC LIMIT ?");
    selectOne = cql.prepareSerialRead("select_audit_row", select + "AND seq = ?");
    selectLast =
        cql.prepareSerialRead("select_last_audit_row", select + "ORDER BY seq DESC LIMIT 1");
    selectChains = cql.prepare("select_audit_chains", "SELECT DISTINCT chain FROM audit_row");
  }

  /// Opens the table in the session's keyspace, and makes it first if needed.
  public static AuditRows open(Cql cql, SchemaInstaller installer) {
    installer.install(AuditRows.class);
    return new AuditRows(cql);
  }

  /// Entries from a position on, in order.
  public List<ChainedEntry> read(String chain, long fromSeq, int limit) {
    return entries(selectForward, chain, fromSeq, limit);
  }

  /// Entries before a position, the newest first.
  public List<ChainedEntry> readBackwards(String chain, long beforeSeq, int limit) {
    return entries(selectBackward, chain, beforeSeq, limit);
  }

  /// The names of all chains, in no order.
  public List<String> chains() {
    var chains = new ArrayList<String>();
    selectChains.execute().forEach(row -> chains.add(text(row, "chain")));
    return chains;
  }

  /// Where a chain stands, every decided append included.
  public AuditChain.Head head(String chain) {
    return selectLast
        .one(chain)
        .map(row -> entry(row).head())
        .orElseGet(() -> AuditChain.Head.ofEmpty(chain));
  }

  /// The entry at a position, every decided append included.
  Optional<ChainedEntry> at(String chain, long seq) {
    return selectOne.one(chain, seq).map(AuditRows::entry);
  }

  /// Appends entries of one chain that follow each other, all or none.
  ///
  /// @return false if the first one's position was taken
  boolean append(List<ChainedEntry> entries) {
    if (entries.size() == 1) {
      return cql.execute("insert_audit_row", bind(entries.getFirst())).wasApplied();
    }
    var batch = BatchStatement.builder(BatchType.UNLOGGED).setIdempotence(false);
    entries.forEach(entry -> batch.addStatement(bind(entry)));
    return cql.execute("insert_audit_row", batch.build()).wasApplied();
  }

  private BoundStatement bind(ChainedEntry chained) {
    var entry = chained.entry();
    var principal = entry.principal();
    return insert.bind(
        chained.chain(),
        chained.seq(),
        chained.recordTime(),
        principal.getName(),
        principal.getKindValue(),
        principal.getOnBehalfOf(),
        entry.method(),
        entry.resource(),
        entry.requestSha256().hex(),
        entry.summary(),
        entry.trace(),
        chained.previousHash().hex(),
        chained.hash().hex());
  }

  private static List<ChainedEntry> entries(
      CqlStatement select, String chain, long seq, int limit) {
    var entries = new ArrayList<ChainedEntry>();
    select.execute(chain, seq, limit).forEach(row -> entries.add(entry(row)));
    return entries;
  }

  private static ChainedEntry entry(Row row) {
    var principal =
        Principal.newBuilder()
            .setName(text(row, "principal_name"))
            .setKindValue(row.getInt("principal_kind"))
            .setOnBehalfOf(text(row, "on_behalf_of"))
            .build();
    var entry =
        new AuditEntry(
            principal,
            text(row, "method"),
            text(row, "resource"),
            new Sha256(text(row, "request_sha256")),
            text(row, "summary"),
            text(row, "trace"));
    var time = row.getInstant("record_time");
    return new ChainedEntry(
        text(row, "chain"),
        row.getLong("seq"),
        time == null ? Instant.EPOCH : time,
        entry,
        new Sha256(text(row, "previous_hash")),
        new Sha256(text(row, "hash")));
  }

  private static String text(Row row, String column) {
    var text = row.getString(column);
    return text == null ? "" : text;
  }
}
