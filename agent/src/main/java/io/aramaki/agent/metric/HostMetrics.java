package io.aramaki.agent.metric;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.hardware.CentralProcessor.TickType;

/// Reads the host's figures and names them. Counters are given as they are; rates are the business
/// of queries, but for the processor's shares, which nobody wants as ticks.
public final class HostMetrics {
  private static final Logger log = LoggerFactory.getLogger(HostMetrics.class);

  /// Beyond so many devices of a kind the rest is left out.
  private static final int DEVICES_MAX = 32;

  private final Host host;
  private final String system;
  private final SampleSink sink;
  private final Clock clock;
  private final Map<String, SeriesKey> keys = new HashMap<>();
  private long @Nullable [] ticksBefore;

  public HostMetrics(Host host, String system, SampleSink sink, Clock clock) {
    this.host = host;
    this.system = system;
    this.sink = sink;
    this.clock = clock;
  }

  /// Takes one reading. A part that fails leaves out its series, not the others.
  public void read() {
    long now = clock.millis();
    part("cpu", () -> processor(now));
    part("memory", () -> memory(now));
    part("volumes", () -> volumes(now));
    part("disks", () -> disks(now));
    part("links", () -> links(now));
    part("processes", () -> processes(now));
  }

  private static void part(String name, Runnable reading) {
    try {
      reading.run();
    } catch (RuntimeException e) {
      log.atDebug().addKeyValue("part", name).setCause(e).log("no reading");
    }
  }

  private void processor(long now) {
    long[] ticks = host.processorTicks();
    long[] before = ticksBefore;
    ticksBefore = ticks;
    if (before != null) {
      long total = 0;
      for (TickType type : TickType.values()) {
        total += ticks[type.getIndex()] - before[type.getIndex()];
      }
      for (TickType type : TickType.values()) {
        double share = ticks[type.getIndex()] - before[type.getIndex()];
        put(
            now,
            "host_cpu_percent",
            "percent",
            "mode",
            type.name().toLowerCase(Locale.ROOT),
            total <= 0 ? 0.0 : 100 * Math.max(0, share) / total);
      }
    }
    double[] load = host.loadAverage();
    put(now, "host_load", "", "minutes", "1", load[0]);
    put(now, "host_load", "", "minutes", "5", load[1]);
    put(now, "host_load", "", "minutes", "15", load[2]);
    put(now, "host_cpu_count", "count", host.processors());
    put(now, "host_context_switches_total", "count", host.contextSwitches());
    put(now, "host_interrupts_total", "count", host.interrupts());
  }

  private void memory(long now) {
    Host.Memory memory = host.memory();
    put(now, "host_memory_bytes", "bytes", "state", "total", memory.total());
    put(now, "host_memory_bytes", "bytes", "state", "available", memory.available());
    put(now, "host_memory_used_percent", "percent", memory.usedPercent());
    put(now, "host_swap_bytes", "bytes", "state", "total", memory.swapTotal());
    put(now, "host_swap_bytes", "bytes", "state", "used", memory.swapUsed());
  }

  private void volumes(long now) {
    for (Host.Volume volume : first(host.volumes())) {
      String mount = volume.mount();
      put(now, "host_volume_total_bytes", "bytes", "mount", mount, volume.total());
      put(now, "host_volume_usable_bytes", "bytes", "mount", mount, volume.usable());
      put(now, "host_volume_used_percent", "percent", "mount", mount, volume.usedPercent());
      put(now, "host_volume_inodes_free", "count", "mount", mount, volume.inodesFree());
    }
  }

  private void disks(long now) {
    for (Host.Disk disk : first(host.disks())) {
      String name = disk.name();
      put(now, "host_disk_reads_total", "count", "device", name, disk.reads());
      put(now, "host_disk_read_bytes_total", "bytes", "device", name, disk.readBytes());
      put(now, "host_disk_writes_total", "count", "device", name, disk.writes());
      put(now, "host_disk_written_bytes_total", "bytes", "device", name, disk.writeBytes());
      put(now, "host_disk_busy_seconds_total", "seconds", "device", name, disk.busyMs() / 1000.0);
    }
  }

  private void links(long now) {
    for (Host.Link link : first(host.links())) {
      String name = link.name();
      put(now, "host_network_received_bytes_total", "bytes", "device", name, link.bytesIn());
      put(now, "host_network_sent_bytes_total", "bytes", "device", name, link.bytesOut());
      put(now, "host_network_received_packets_total", "count", "device", name, link.packetsIn());
      put(now, "host_network_sent_packets_total", "count", "device", name, link.packetsOut());
      put(now, "host_network_received_errors_total", "count", "device", name, link.errorsIn());
      put(now, "host_network_sent_errors_total", "count", "device", name, link.errorsOut());
      put(now, "host_network_received_drops_total", "count", "device", name, link.dropsIn());
    }
  }

  private void processes(long now) {
    put(now, "host_processes", "count", host.processes());
    put(now, "host_threads", "count", host.threads());
    put(now, "host_uptime_seconds", "seconds", host.uptimeSeconds());
    put(now, "host_open_files", "count", host.openFiles());
    put(now, "host_open_files_max", "count", host.openFilesMax());
  }

  private static <T> List<T> first(List<T> devices) {
    return devices.subList(0, Math.min(devices.size(), DEVICES_MAX));
  }

  private void put(long now, String metric, String unit, Number value) {
    put(now, metric, unit, "", "", value);
  }

  private void put(long now, String metric, String unit, String label, String at, Number value) {
    SeriesKey key =
        keys.computeIfAbsent(
            metric + '\n' + at,
            _ ->
                new SeriesKey(
                    system, metric, label.isEmpty() ? Map.of() : Map.of(label, at), unit));
    sink.sample(key, now, value.doubleValue());
  }
}
