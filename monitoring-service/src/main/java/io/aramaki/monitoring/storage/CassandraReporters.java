package io.aramaki.monitoring.storage;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import io.aramaki.monitoring.domain.sample.Reporters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The table of agents by the systems that they report for.
public final class CassandraReporters implements Reporters {
  private final CqlStatement insert;
  private final CqlStatement select;

  public CassandraReporters(Cql cql) {
    insert = cql.prepare("insert_reporter", "INSERT INTO reporter (system, agent) VALUES (?, ?)");
    select = cql.prepare("select_reporters", "SELECT agent FROM reporter WHERE system = ?");
  }

  @Override
  public void add(String system, String agent) {
    insert.execute(system, agent);
  }

  @Override
  public List<String> of(String system) {
    var agents = new ArrayList<String>();
    select.execute(system).forEach(row -> agents.add(Objects.requireNonNull(row.getString(0))));
    return agents;
  }
}
