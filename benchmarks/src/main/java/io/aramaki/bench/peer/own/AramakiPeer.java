package io.aramaki.bench.peer.own;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.machine.Directories;
import io.aramaki.bench.machine.Instance;
import io.aramaki.bench.machine.PageCache;
import io.aramaki.bench.peer.HttpSink;
import io.aramaki.bench.peer.Peer;
import io.aramaki.bench.peer.PeerSettings;
import io.aramaki.bench.peer.Sink;
import io.aramaki.bench.peer.Stored;
import io.aramaki.bench.read.Door;
import io.aramaki.bench.read.HostReader;
import io.aramaki.bench.read.PromReader;
import io.aramaki.bench.read.RestReader;
import io.aramaki.bench.storage.TableBytes;
import io.aramaki.bench.wire.RemoteWrite;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.Connection;
import io.aramaki.cli.api.Trust;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An instance of our own, each service in its own process, with TLS on every hop. It is fed by
/// simulated agents, one for each host, which is a system, or by remote_write at the gateway into
/// one system.
public final class AramakiPeer implements Peer {
  private static final String KEYSPACE = "aramaki_monitoring";

  /// Tables of what is not in chunks yet, and of names that the journal's last days use: kept for
  /// some days.
  private static final Set<String> PASSING =
      Set.of("journal", "open_hour", "dictionary", "dictionary_names");

  /// What comes by remote_write belongs to one system, as that of one Prometheus does.
  private static final String SENDER = "sender";

  private static final String BUILD_INFO = "/api/v1/status/buildinfo";

  /// Batches without an answer, all agents together: as many as keep the servers busy.
  private static final int UNANSWERED_TOTAL = 960;

  private static final int UNANSWERED_MIN = 2;
  private static final int UNANSWERED_MAX = 48;

  private final PeerSettings settings;
  private final boolean remoteWrite;
  private final Environment environment;
  private @Nullable Instance instance;
  private @Nullable HostAgents agents;
  private @Nullable Door door;
  private boolean chunksShown = true;

  /// One that was not started yet.
  ///
  /// @param remoteWrite true if it is fed as Prometheus would, false if by agents
  public AramakiPeer(PeerSettings settings, boolean remoteWrite, Environment environment) {
    this.settings = settings;
    this.remoteWrite = remoteWrite;
    this.environment = environment;
  }

  @Override
  public String name() {
    return remoteWrite ? "aramaki-remote-write" : "aramaki";
  }

  @Override
  public boolean isOurs() {
    return true;
  }

  @Override
  public List<String> configuration() {
    var lines = new ArrayList<String>();
    lines.add(
        "`./aramaki up --split`: one process for each service, one Cassandra, TLS on each hop");
    lines.add(
        "answers when the batch is in Cassandra's commit log, fsynced (`commitlog_sync: group`)");
    lines.add(
        remoteWrite
            ? "fed by remote_write over TLS with a token"
            : "fed by simulated agents, one for each host, over mutual TLS");
    if (!chunksShown) {
      lines.add("**this build shows no progress of chunks: their cost is not in these figures**");
    }
    return lines;
  }

  @Override
  public int steps() {
    return remoteWrite ? settings.requestSteps() : settings.batchSteps();
  }

  @Override
  public void start() throws IOException, InterruptedException {
    synchronized (this) {
      instance = Instance.start(settings.root());
    }
    Connection connection = instance().connection();
    door =
        new Door(
            connection.url(),
            Map.of("Authorization", "Bearer " + connection.token()),
            Trust.only(connection.ca()));
    Api api = instance().api();
    DataPlan plan = settings.plan();
    if (remoteWrite) {
      HostAgents.makeSystem(api, SENDER);
    } else {
      int unanswered = Math.clamp(UNANSWERED_TOTAL / plan.hosts(), UNANSWERED_MIN, UNANSWERED_MAX);
      agents =
          HostAgents.enrol(
              api,
              plan,
              settings.batchSteps(),
              settings.directory().resolve("agents"),
              unanswered,
              environment);
    }
  }

  private Instance instance() {
    Instance running = instance;
    if (running == null) {
      throw new IllegalStateException(name() + " was not started");
    }
    return running;
  }

  private Door door() {
    Door open = door;
    if (open == null) {
      throw new IllegalStateException(name() + " was not started");
    }
    return open;
  }

  @Override
  public Sink sink(int number, int of) {
    HostAgents open = agents;
    if (open != null) {
      return open.sink(number, of);
    }
    return new HttpSink(
        door(),
        _ -> "/api/v1/write?system=" + SENDER,
        RemoteWrite.HEADERS,
        new RemoteWrite(settings.plan()),
        RemoteWrite.SAMPLES_PER_REQUEST);
  }

  @Override
  public HostReader reader() throws IOException {
    if (queries().isPresent()) {
      return new PromReader(door());
    }
    if (remoteWrite) {
      throw new IOException("this build has no query language to read remote_write back with");
    }
    return new RestReader(instance().api(), settings.plan());
  }

  @Override
  public Optional<Door> queries() throws IOException {
    return door().has(BUILD_INFO) ? Optional.of(door()) : Optional.empty();
  }

  @Override
  public Map<String, Long> processes() throws IOException {
    return instance().servers();
  }

  @Override
  public void settle() throws IOException, InterruptedException {
    chunksShown = new EngineProgress(instance()).awaitSettled();
  }

  @Override
  public Stored stored() throws IOException, InterruptedException {
    settle();
    closeAgents();
    // Cassandra writes out what it has in memory when it is stopped.
    instance().stop();
    Map<String, Long> tables = TableBytes.of(instance().home(), KEYSPACE);
    long journal = 0;
    long rest = 0;
    var text = new StringBuilder();
    for (Map.Entry<String, Long> table : tables.entrySet()) {
      if (chunksShown && PASSING.contains(table.getKey())) {
        journal += table.getValue();
      } else {
        rest += table.getValue();
      }
      text.append(" `%s` %,d".formatted(table.getKey(), table.getValue()));
    }
    return new Stored(
        rest,
        journal,
        (chunksShown
                ? "live files of all tables of monitoring without the journal; beside: the journal"
                    + " and the names that it uses, which are kept for some days"
                : "live files of all tables of monitoring with the journal, as this build has no chunks")
            + ". Bytes by table:"
            + text);
  }

  @Override
  public boolean restart() throws IOException, InterruptedException {
    closeAgents();
    instance().stop();
    boolean dropped = PageCache.drop();
    instance().startAgain();
    return dropped;
  }

  private void closeAgents() {
    HostAgents open = agents;
    agents = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() throws IOException {
    closeAgents();
    Door open = door;
    if (open != null) {
      open.close();
    }
    synchronized (this) {
      Instance running = instance;
      instance = null;
      if (running != null) {
        running.close();
      }
    }
    Directories.delete(settings.directory());
  }
}
