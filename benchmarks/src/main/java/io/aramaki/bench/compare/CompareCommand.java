package io.aramaki.bench.compare;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.machine.Machine;
import io.aramaki.cli.api.ApiException;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// `./aramaki bench ingest|query|disk --peers`.
public final class CompareCommand {
  public static final String USAGE = CompareOptions.USAGE;

  private CompareCommand() {}

  /// Answers the exit code: 0 if everything that was acknowledged could be read, 1 if not or if the
  /// run did not come about, 2 if the arguments are wrong.
  ///
  /// @param measure ingest, query or disk
  public static int run(String measure, List<String> arguments) {
    CompareOptions options;
    try {
      options =
          CompareOptions.parse(
              switch (measure) {
                case "ingest" -> Measure.INGEST;
                case "query" -> Measure.QUERY;
                case "disk" -> Measure.DISK;
                default ->
                    throw new IllegalArgumentException(
                        "ingest, query and disk are compared, not \"%s\"".formatted(measure));
              },
              arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      return 2;
    }
    try {
      return run(options, Environment.system());
    } catch (IOException | ApiException e) {
      System.err.println("The run did not come about: " + e.getMessage());
      return 1;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int run(CompareOptions options, Environment environment)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("aramaki.root", ".")).toAbsolutePath().normalize();
    DataPlan plan = options.plan(environment.clock().instant());
    var report =
        new Report(options, LocalDate.ofInstant(environment.clock().instant(), ZoneOffset.UTC));
    Stage.say("%s", options.text());
    String digest = Report.digest(plan);
    Stage.say("%s", digest);
    Machine.facts(Path.of(System.getProperty("java.io.tmpdir"))).forEach(report::fact);
    report.fact("data", digest);
    try (var stage = new Stage(options, plan, root, environment)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(stage), "clear-the-stage"));
      switch (options.measure()) {
        case INGEST -> new IngestComparison(stage, report).run();
        case QUERY -> new QueryComparison(stage, report).run();
        case DISK -> new DiskComparison(stage, report).run();
      }
    }
    Path file = report.write(root);
    System.out.println();
    System.out.print(report.markdown());
    System.out.println();
    System.out.println("bench: written to " + root.relativize(file.toAbsolutePath()));
    report.results().forEach(System.out::println);
    if (!report.isValid()) {
      System.err.println("The run is void: not everything that was sent can be read or asked for.");
      return 1;
    }
    return 0;
  }

  private static void clear(Stage stage) {
    try {
      stage.close();
    } catch (IOException e) {
      System.err.println("Not everything could be removed: " + e.getMessage());
    }
  }
}
