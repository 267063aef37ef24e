package io.aramaki.monitoring.domain.series;

/// Under which name samples lie in the journal that programs wrote to an instance. It stands where
/// else an agent's name stands, and no agent is ever called so.
public final class WriterName {
  private static final String WRITERS = "/writers/";

  private WriterName() {}

  /// Names the writer of one system on one instance: only that instance uses it.
  public static String of(String system, String instance) {
    return system + WRITERS + instance;
  }

  /// The system to which what a writer writes belongs.
  public static String system(String writer) {
    return writer.substring(0, writer.indexOf(WRITERS));
  }

  /// Tells whether a name in the journal is a writer's.
  public static boolean is(String agent) {
    return agent.contains(WRITERS);
  }
}
