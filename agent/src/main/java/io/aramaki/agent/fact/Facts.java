package io.aramaki.agent.fact;

import io.aramaki.agent.metric.Host;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects facts about the host: operating system, processor, memory, disks, addresses, versions.
public final class Facts {
  private static final Logger log = LoggerFactory.getLogger(Facts.class);
  private static final int VALUE_MAX = 500;
  private static final int FACTS_MAX = 200;
  private static final int KEY_MAX = 100;

  private final Host host;
  private final String agentVersion;

  public Facts(Host host, String agentVersion) {
    this.host = host;
    this.agentVersion = agentVersion;
  }

  /// Answers all facts; one that cannot be read is left out.
  public Map<String, String> collect() {
    var facts = new TreeMap<String, String>();
    put(facts, "agent.version", () -> agentVersion);
    put(facts, "java.version", () -> Runtime.version().toString());
    put(facts, "hostname", host::hostName);
    put(facts, "os.family", () -> host.os().family());
    put(facts, "os.version", () -> host.os().version());
    put(facts, "kernel.version", () -> host.os().kernel());
    put(facts, "cpu.model", host::processorName);
    put(facts, "cpu.count", () -> Integer.toString(host.processors()));
    put(facts, "memory.total_bytes", () -> Long.toString(host.memory().total()));
    put(facts, "swap.total_bytes", () -> Long.toString(host.memory().swapTotal()));
    put(facts, "boot.time_seconds", () -> Long.toString(host.bootTimeSeconds()));
    part(() ->
        host.disks()
            .forEach(disk ->
                put(
                    facts,
                    "disk." + last(disk.name()) + ".size_bytes",
                    () -> Long.toString(disk.size()))));
    part(() ->
        host.links()
            .forEach(link -> put(facts, "ip." + link.name(), () -> addresses(link.addresses()))));
    return Map.copyOf(facts);
  }

  private static String addresses(List<String> addresses) {
    return String.join(" ", addresses.stream().sorted().toList());
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void put(Map<String, String> facts, String key, Supplier<String> value) {
    part(() -> {
      String text = value.get().strip();
      if (!text.isEmpty() && facts.size() < FACTS_MAX) {
        facts.put(keyOf(key), text.substring(0, Math.min(text.length(), VALUE_MAX)));
      }
    });
  }

  /// Device names hold whatever somebody found good; keys hold `a-z 0-9 _ - .` only.
  private static String keyOf(String key) {
    String plain = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-");
    return plain.substring(0, Math.min(plain.length(), KEY_MAX));
  }

  private static void part(Runnable reading) {
    try {
      reading.run();
    } catch (RuntimeException e) {
      log.atDebug().setCause(e).log("a fact cannot be read");
    }
  }
}
