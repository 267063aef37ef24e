package io.aramaki.monitoring.app;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.audit.AuditRows;
import io.aramaki.kit.cassandra.audit.CassandraAuditLog;
import io.aramaki.kit.cassandra.shard.ShardTable;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.monitoring.grpc.content.BatchHeads;
import io.aramaki.monitoring.grpc.content.Contents;
import io.aramaki.monitoring.grpc.content.JournalDictionaries;
import io.aramaki.monitoring.storage.CassandraCatalogStore;
import io.aramaki.monitoring.storage.CassandraJournal;
import io.aramaki.monitoring.storage.CassandraQuarantine;
import io.aramaki.monitoring.storage.CassandraReporters;
import io.aramaki.monitoring.storage.CassandraSecrets;
import io.aramaki.monitoring.storage.CassandraShardStore;
import io.aramaki.monitoring.storage.CassandraTimelineStore;
import io.aramaki.monitoring.storage.chunk.CassandraChunks;
import io.aramaki.monitoring.storage.chunk.CassandraDictionaries;
import io.aramaki.monitoring.storage.chunk.CassandraOpenHours;
import io.aramaki.monitoring.storage.chunk.CassandraResults;
import io.opentelemetry.api.OpenTelemetry;

/// The tables, brought to the program's schema. What repeats for ever (heartbeats, shards, the look
/// at the catalogue) goes without spans.
record Stores(
    Cql quiet,
    ShardTable shardTable,
    AuditRows auditRows,
    CassandraJournal journal,
    JournalDictionaries dictionaries,
    Contents contents,
    CassandraQuarantine quarantine,
    CassandraReporters reporters,
    CassandraOpenHours openHours,
    CassandraChunks chunks,
    CassandraResults results,
    CassandraTimelineStore timeline,
    CassandraCatalogStore catalog,
    CassandraSecrets secrets) {
  static Stores open(CqlSession session, OpenTelemetry telemetry, Environment environment) {
    var quiet = new Cql(session);
    var installer = new SchemaInstaller(quiet, environment.clock(), environment.ids());
    installer.install(CassandraJournal.class);
    var shardTable = ShardTable.open(quiet, installer);
    var traced = new Cql(session, telemetry);
    var journal = new CassandraJournal(traced, new BatchHeads());
    var dictionaries = new JournalDictionaries(journal, new CassandraDictionaries(quiet));
    return new Stores(
        quiet,
        shardTable,
        AuditRows.open(quiet, installer),
        journal,
        dictionaries,
        new Contents(dictionaries),
        new CassandraQuarantine(traced),
        new CassandraReporters(quiet),
        new CassandraOpenHours(quiet),
        new CassandraChunks(quiet),
        new CassandraResults(quiet),
        new CassandraTimelineStore(traced),
        new CassandraCatalogStore(quiet),
        new CassandraSecrets(quiet));
  }

  CassandraShardStore shards() {
    return new CassandraShardStore(shardTable);
  }

  /// The audit chain of this run of this instance, which bears the name in its certificate: no
  /// other chain of monitoring may be anchored by it.
  AuditLog audit(Member member, Environment environment) {
    String chain = member.auditChain(environment.ids().get());
    return CassandraAuditLog.open(auditRows, chain, environment.clock());
  }
}
