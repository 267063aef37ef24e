package io.aramaki.agent.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.NetworkIF;
import oshi.hardware.VirtualMemory;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;

/// The machine that the agent runs on, read through OSHI. Every answer is a fresh reading, but for
/// the list of devices, which is renewed every [#DEVICES_FOR] readings. Thread-safe.
public final class Host {
  private static final int DEVICES_FOR = 60;

  private final SystemInfo info = new SystemInfo();
  private List<HWDiskStore> disks = List.of();
  private List<NetworkIF> interfaces = List.of();
  private int readings;

  /// Load of the last 1, 5 and 15 minutes; negative where the system does not know it.
  public synchronized double[] loadAverage() {
    return processor().getSystemLoadAverage(3);
  }

  public synchronized int processors() {
    return processor().getLogicalProcessorCount();
  }

  public synchronized String processorName() {
    return processor().getProcessorIdentifier().getName().strip();
  }

  /// Milliseconds that all processors together have spent, by [CentralProcessor.TickType].
  public synchronized long[] processorTicks() {
    return processor().getSystemCpuLoadTicks();
  }

  public synchronized long contextSwitches() {
    return processor().getContextSwitches();
  }

  public synchronized long interrupts() {
    return processor().getInterrupts();
  }

  /// Memory and swap in bytes.
  public record Memory(long total, long available, long swapTotal, long swapUsed) {
    public double usedPercent() {
      return total == 0 ? 0 : 100.0 * (total - available) / total;
    }

    public double swapUsedPercent() {
      return swapTotal == 0 ? 0 : 100.0 * swapUsed / swapTotal;
    }
  }

  public synchronized Memory memory() {
    GlobalMemory memory = info.getHardware().getMemory();
    VirtualMemory swap = memory.getVirtualMemory();
    return new Memory(
        memory.getTotal(), memory.getAvailable(), swap.getSwapTotal(), swap.getSwapUsed());
  }

  /// A mounted file system.
  public record Volume(
      String mount, String type, long total, long usable, long inodes, long inodesFree) {
    public double usedPercent() {
      return total == 0 ? 0 : 100.0 * (total - usable) / total;
    }
  }

  /// The local file systems that have a size.
  public synchronized List<Volume> volumes() {
    List<OSFileStore> stores = system().getFileSystem().getFileStores(true);
    return stores.stream()
        .filter(store -> store.getTotalSpace() > 0)
        .map(store ->
            new Volume(
                store.getMount(),
                store.getType(),
                store.getTotalSpace(),
                store.getUsableSpace(),
                store.getTotalInodes(),
                store.getFreeInodes()))
        .toList();
  }

  /// What a block device has done since the start of the machine.
  public record Disk(
      String name,
      long size,
      long reads,
      long readBytes,
      long writes,
      long writeBytes,
      long busyMs) {}

  public synchronized List<Disk> disks() {
    refreshDevices();
    return disks.stream()
        .filter(HWDiskStore::updateAttributes)
        .map(disk ->
            new Disk(
                disk.getName(),
                disk.getSize(),
                disk.getReads(),
                disk.getReadBytes(),
                disk.getWrites(),
                disk.getWriteBytes(),
                disk.getTransferTime()))
        .toList();
  }

  /// What a network interface has done since it is there.
  public record Link(
      String name,
      List<String> addresses,
      long bytesIn,
      long bytesOut,
      long packetsIn,
      long packetsOut,
      long errorsIn,
      long errorsOut,
      long dropsIn) {}

  public synchronized List<Link> links() {
    refreshDevices();
    return interfaces.stream()
        .filter(NetworkIF::updateAttributes)
        .map(link ->
            new Link(
                link.getName(),
                Stream.concat(Arrays.stream(link.getIPv4addr()), Arrays.stream(link.getIPv6addr()))
                    .toList(),
                link.getBytesRecv(),
                link.getBytesSent(),
                link.getPacketsRecv(),
                link.getPacketsSent(),
                link.getInErrors(),
                link.getOutErrors(),
                link.getInDrops()))
        .toList();
  }

  public synchronized int processes() {
    return system().getProcessCount();
  }

  public synchronized int threads() {
    return system().getThreadCount();
  }

  /// How many processes run a program of this name; as far as the system tells the agent.
  public int processesNamed(String name) {
    return (int)
        ProcessHandle.allProcesses()
            .map(process -> process.info().command().orElse(""))
            .filter(command -> command.equals(name) || command.endsWith("/" + name))
            .count();
  }

  public synchronized long uptimeSeconds() {
    return system().getSystemUptime();
  }

  public synchronized long bootTimeSeconds() {
    return system().getSystemBootTime();
  }

  public synchronized long openFiles() {
    return system().getFileSystem().getOpenFileDescriptors();
  }

  public synchronized long openFilesMax() {
    return system().getFileSystem().getMaxFileDescriptors();
  }

  /// The operating system's name, version and kernel.
  public record Os(String family, String version, String kernel, int bits) {}

  public synchronized Os os() {
    OperatingSystem.OSVersionInfo version = system().getVersionInfo();
    return new Os(
        system().getFamily(),
        String.valueOf(version.getVersion()),
        String.valueOf(version.getBuildNumber()),
        system().getBitness());
  }

  public synchronized String hostName() {
    return system().getNetworkParams().getHostName();
  }

  private void refreshDevices() {
    if (readings++ % DEVICES_FOR == 0) {
      disks = List.copyOf(info.getHardware().getDiskStores());
      interfaces = List.copyOf(info.getHardware().getNetworkIFs());
    }
  }

  private CentralProcessor processor() {
    return info.getHardware().getProcessor();
  }

  private OperatingSystem system() {
    return info.getOperatingSystem();
  }
}
