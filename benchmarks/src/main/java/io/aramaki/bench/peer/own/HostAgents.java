package io.aramaki.bench.peer.own;

import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.bench.feed.Turns;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.load.LoadAgents;
import io.aramaki.bench.load.LoadIdentity;
import io.aramaki.bench.load.LoadSettings;
import io.aramaki.bench.peer.Sink;
import io.aramaki.bench.peer.Target;
import io.aramaki.cli.api.Api;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The hosts of a plan on an instance of our own: a system and a simulated agent for each.
public final class HostAgents implements Target, AutoCloseable {
  private static final int PROGRESS_HOSTS = 100;
  private static final int ENROLMENTS_AT_A_TIME = 12;

  private final DataPlan plan;
  private final int steps;
  private final LoadAgents load;
  private final List<LoadAgent> agents;

  private HostAgents(DataPlan plan, int steps, LoadAgents load, List<LoadAgent> agents) {
    this.plan = plan;
    this.steps = steps;
    this.load = load;
    this.agents = agents;
  }

  /// Makes systems and enrols agents over the people's door.
  ///
  /// @param steps how many steps of a host's series go into one batch
  /// @param directory for the keys of the agents
  /// @param unanswered how many batches of an agent may be without an answer
  public static HostAgents enrol(
      Api api, DataPlan plan, int steps, Path directory, int unanswered, Environment environment)
      throws IOException, InterruptedException {
    var load = new LoadAgents(environment);
    var settings = LoadSettings.DEFAULT.withUnansweredMax(unanswered);
    var agents = new ArrayList<LoadAgent>();
    var turns = Turns.ofEnrolments(environment.nanoTime());
    try {
      each(
              plan,
              id -> {
                turns.await();
                makeSystem(api, id);
                var body = Api.object().put("agent_id", id).put("system", "orgs/-/systems/" + id);
                String token = api.post("/v1/orgs/-/enrolmentTokens", body).path("token").asText();
                try {
                  return LoadIdentity.enrol(token, directory.resolve(id), environment);
                } catch (EnrolmentFailed e) {
                  throw new IOException("agent %s could not be enrolled".formatted(id), e);
                }
              })
          .forEach(identity -> agents.add(load.start(identity, settings)));
    } catch (IOException | InterruptedException | RuntimeException e) {
      load.close();
      throw e;
    }
    return new HostAgents(plan, steps, load, agents);
  }

  /// Makes a system.
  static void makeSystem(Api api, String id) throws IOException {
    var request = Api.object().put("system_id", id);
    request.putObject("system").put("display_name", id);
    api.post("/v1/orgs/-/systems", request);
  }

  /// Makes something of a host.
  private interface Maker<T> {
    T make(String id) throws IOException, InterruptedException;
  }

  private static <T> List<T> each(DataPlan plan, Maker<T> maker)
      throws IOException, InterruptedException {
    var known = new AtomicInteger();
    var jobs = new ArrayList<Callable<T>>();
    for (int host = 0; host < plan.hosts(); host++) {
      String id = SeriesLabels.hostName(host);
      jobs.add(() -> {
        T made = maker.make(id);
        int count = known.incrementAndGet();
        if (count % PROGRESS_HOSTS == 0) {
          System.out.println("bench: " + count + " hosts are known");
        }
        return made;
      });
    }
    var all = new ArrayList<T>();
    try (var workers = Executors.newFixedThreadPool(ENROLMENTS_AT_A_TIME)) {
      for (var made : workers.invokeAll(jobs)) {
        all.add(made.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("not every host could be made: " + e.getCause(), e);
    }
    return all;
  }

  /// The agents, by the numbers of their hosts.
  public List<LoadAgent> agents() {
    return agents;
  }

  @Override
  public String name() {
    return "aramaki";
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public Sink sink(int number, int of) {
    return new AgentSink(plan, agents, number, of);
  }

  @Override
  public void close() {
    load.close();
  }
}
