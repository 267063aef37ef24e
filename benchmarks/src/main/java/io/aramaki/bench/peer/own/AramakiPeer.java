package io.aramaki.bench.peer.own;

import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.load.LoadAgents;
import io.aramaki.bench.load.LoadIdentity;
import io.aramaki.bench.load.LoadSettings;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An instance of our own, each service in its own process, with TLS on every hop. Each host is a
/// system; it is fed by a simulated agent, or by remote_write at the gateway.
public final class AramakiPeer implements Peer {
  private static final String KEYSPACE = "aramaki_monitoring";
  private static final String JOURNAL = "journal";
  private static final String BUILD_INFO = "/api/v1/status/buildinfo";

  /// Batches without an answer, all agents together: as many as keep the servers busy.
  private static final int UNANSWERED_TOTAL = 960;

  private static final int UNANSWERED_MIN = 2;
  private static final int UNANSWERED_MAX = 48;
  private static final int PROGRESS_HOSTS = 100;
  private static final int ENROLMENTS_AT_A_TIME = 4;

  private final PeerSettings settings;
  private final boolean remoteWrite;
  private final Environment environment;
  private final List<LoadAgent> agents = new ArrayList<>();
  private @Nullable Instance instance;
  private @Nullable LoadAgents load;
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
    return settings.batchSteps();
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
    var started = new LoadAgents(environment);
    load = started;
    makeHosts(api, started);
  }

  private void makeHosts(Api api, LoadAgents started) throws IOException, InterruptedException {
    var known = new AtomicInteger();
    var jobs = new ArrayList<Callable<Optional<LoadAgent>>>();
    for (int host = 0; host < settings.plan().hosts(); host++) {
      String id = SeriesLabels.hostName(host);
      jobs.add(() -> makeHost(api, started, id, known));
    }
    try (var workers = Executors.newFixedThreadPool(ENROLMENTS_AT_A_TIME)) {
      for (var made : workers.invokeAll(jobs)) {
        made.get().ifPresent(agents::add);
      }
    } catch (ExecutionException e) {
      throw new IOException("not every host could be made: " + e.getCause(), e);
    }
  }

  private Optional<LoadAgent> makeHost(Api api, LoadAgents started, String id, AtomicInteger known)
      throws IOException {
    var request = Api.object().put("system_id", id);
    request.putObject("system").put("display_name", id);
    api.post("/v1/orgs/-/systems", request);
    Optional<LoadAgent> agent =
        remoteWrite ? Optional.empty() : Optional.of(enrol(api, started, id));
    int count = known.incrementAndGet();
    if (count % PROGRESS_HOSTS == 0) {
      System.out.println("bench: " + name() + ": " + count + " hosts are known");
    }
    return agent;
  }

  private LoadAgent enrol(Api api, LoadAgents started, String id) throws IOException {
    var body = Api.object().put("agent_id", id).put("system", "orgs/-/systems/" + id);
    String token = api.post("/v1/orgs/-/enrolmentTokens", body).path("token").asText();
    Path directory = settings.directory().resolve("agents").resolve(id);
    int unanswered =
        Math.clamp(UNANSWERED_TOTAL / settings.plan().hosts(), UNANSWERED_MIN, UNANSWERED_MAX);
    try {
      return started.start(
          LoadIdentity.enrol(token, directory, environment),
          LoadSettings.DEFAULT.withUnansweredMax(unanswered));
    } catch (EnrolmentFailed e) {
      throw new IOException("agent %s could not be enrolled".formatted(id), e);
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
    if (!remoteWrite) {
      return new AgentSink(settings.plan(), agents, number, of);
    }
    return new HttpSink(
        door(),
        host -> "/api/v1/write?system=" + SeriesLabels.hostName(host),
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
      if (chunksShown && table.getKey().startsWith(JOURNAL)) {
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
                ? "live files of all tables of monitoring without the journal; beside: the journal,"
                    + " which is kept for some days"
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
    LoadAgents open = load;
    load = null;
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
