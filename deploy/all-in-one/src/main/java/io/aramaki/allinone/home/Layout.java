package io.aramaki.allinone.home;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How an instance is divided into processes.
///
/// The first process of a service has the name of the service, the second `NAME-2`, and so on;
/// their configuration, keys and logs have these names, too.
///
/// @param split true if each service has processes of its own
/// @param instances how many processes each service has, 1 to [#INSTANCES_MAX]; 1 if not split
public record Layout(boolean split, int instances) {
  /// One machine gains nothing from more.
  public static final int INSTANCES_MAX = 4;

  /// All services in one process.
  public static final Layout TOGETHER = new Layout(false, 1);

  public Layout {
    if (instances < 1 || instances > INSTANCES_MAX) {
      throw new IllegalArgumentException(
          "--instances must be 1 to %d, was %d".formatted(INSTANCES_MAX, instances));
    }
    if (!split && instances > 1) {
      throw new IllegalArgumentException("--instances needs --split");
    }
  }

  /// Understands `[--split] [--instances N]`.
  ///
  /// @throws IllegalArgumentException if something else is there
  public static Layout parse(List<String> arguments) {
    boolean split = false;
    int instances = 1;
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--split" -> split = true;
        case "--instances" -> instances = number(arguments, ++i);
        default ->
            throw new IllegalArgumentException(
                "unknown option \"%s\" (expected: --split, --instances N)"
                    .formatted(arguments.get(i)));
      }
    }
    return new Layout(split, instances);
  }

  private static int number(List<String> arguments, int at) {
    String text = at < arguments.size() ? arguments.get(at) : "";
    if (!text.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          "--instances needs a number of 1 to %d, was \"%s\"".formatted(INSTANCES_MAX, text));
    }
    return Integer.parseInt(text);
  }

  /// The options that [#parse] understands as this.
  public List<String> arguments() {
    return split ? List.of("--split", "--instances", Integer.toString(instances)) : List.of();
  }

  /// This in words, for people.
  public String text() {
    return split
        ? "with %d process%s for each service".formatted(instances, instances == 1 ? "" : "es")
        : "with all services in one process";
  }

  /// As the file says what is wanted: `together`, `split` or `split 2`.
  public String word() {
    return split ? (instances == 1 ? "split" : "split " + instances) : "together";
  }

  /// The opposite of [#word].
  static Layout ofWord(String word) {
    String[] words = word.strip().split(" ", 2);
    return words[0].equals("split")
        ? new Layout(true, words.length == 1 ? 1 : Integer.parseInt(words[1]))
        : TOGETHER;
  }

  /// All processes that an instance has, in the order of their start.
  public List<String> parts() {
    var all = new ArrayList<String>(List.of("cassandra"));
    if (split) {
      Commands.SERVICES.forEach(service -> all.addAll(parts(service)));
    } else {
      all.add("services");
    }
    all.add("agent");
    return all;
  }

  /// The processes of one service.
  public List<String> parts(String service) {
    return IntStream.rangeClosed(1, instances).mapToObj(number -> part(service, number)).toList();
  }

  /// Every name that a process of a service can have, in any layout.
  public static Stream<String> everyPart() {
    var most = new Layout(true, INSTANCES_MAX);
    return Commands.SERVICES.stream().flatMap(service -> most.parts(service).stream());
  }

  private static String part(String service, int number) {
    return number == 1 ? service : service + "-" + number;
  }

  /// The service of a process: `gateway` of `gateway-2`.
  static String service(String part) {
    return part.replaceFirst("-[0-9]+$", "");
  }

  /// What tells the processes of a service apart: empty for the first, `-2` for the second.
  static String suffix(String part) {
    return part.substring(service(part).length());
  }
}
