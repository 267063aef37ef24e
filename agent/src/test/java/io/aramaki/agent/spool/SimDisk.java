package io.aramaki.agent.spool;

import io.aramaki.agent.spool.disk.SpaceExhausted;
import io.aramaki.agent.spool.disk.SpoolDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A disk in memory whose crash keeps what was synced and any part of the rest.
final class SimDisk implements SpoolDisk {
  /// The contents of a file: what is there now and what a crash cannot take away.
  private static final class Content {
    byte[] now = new byte[0];
    byte[] durable = new byte[0];
  }

  private final SplittableRandom random;
  private final TreeMap<String, Content> now = new TreeMap<>();
  private final TreeMap<String, Content> durableNames = new TreeMap<>();
  private final Map<String, byte[]> quarantine = new HashMap<>();
  long capacity = Long.MAX_VALUE;
  boolean syncFails;

  /// After so many writes and syncs every further one fails with [Crash]; -1 means never.
  int operationsUntilCrash = -1;

  /// The process dies here.
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  SimDisk(SplittableRandom random) {
    this.random = random;
  }

  /// Loses any part of what was not synced. Names that were not synced may be lost or kept.
  void crash() {
    operationsUntilCrash = -1;
    var names = new TreeMap<String, Content>();
    var all = new ArrayList<>(now.keySet());
    durableNames.keySet().stream().filter(name -> !now.containsKey(name)).forEach(all::add);
    boolean namesKept = random.nextBoolean();
    for (String name : all) {
      @Nullable Content content = namesKept ? now.get(name) : durableNames.get(name);
      if (content != null) {
        names.put(name, content);
      }
    }
    now.clear();
    now.putAll(names);
    durableNames.clear();
    durableNames.putAll(names);
    now.values().forEach(this::tear);
  }

  private void tear(Content content) {
    byte[] full = content.now;
    int durable = content.durable.length;
    if (full.length >= durable
        && Arrays.equals(full, 0, durable, content.durable, 0, durable)
        && full.length > durable) {
      int kept = durable + random.nextInt(full.length - durable + 1);
      byte[] torn = Arrays.copyOf(full, kept);
      if (kept > durable && random.nextInt(3) == 0) {
        int from = durable + random.nextInt(kept - durable);
        Arrays.fill(torn, from, kept, (byte) 0);
      }
      content.now = torn;
    } else if (random.nextBoolean()) {
      content.now = content.durable;
    }
    content.durable = content.now.clone();
  }

  /// Flips one bit of a file that is there.
  void flip(String name) {
    byte[] bytes = content(name).now;
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  long used() {
    return now.values().stream().mapToLong(c -> c.now.length).sum();
  }

  int quarantined() {
    return quarantine.size();
  }

  private Content content(String name) {
    @Nullable Content content = now.get(name);
    if (content == null) {
      throw new IllegalStateException("no file " + name);
    }
    return content;
  }

  private void operation() {
    if (operationsUntilCrash >= 0 && operationsUntilCrash-- == 0) {
      operationsUntilCrash = 0;
      throw new Crash();
    }
  }

  @Override
  public List<String> list() {
    return List.copyOf(now.keySet());
  }

  @Override
  public long size(String name) {
    return content(name).now.length;
  }

  @Override
  public int read(String name, long position, ByteBuffer into) {
    byte[] bytes = content(name).now;
    int n = (int) Math.max(0, Math.min(into.remaining(), bytes.length - position));
    into.put(bytes, (int) position, n);
    return n;
  }

  @Override
  public OpenFile open(String name) throws IOException {
    if (used() >= capacity && !now.containsKey(name)) {
      throw new SpaceExhausted("no inode");
    }
    Content content = now.computeIfAbsent(name, _ -> new Content());
    return new OpenFile() {
      @Override
      public void write(ByteBuffer bytes, long position) throws IOException {
        operation();
        int length = bytes.remaining();
        long room = capacity - used() + Math.max(0, content.now.length - position);
        int fits = (int) Math.max(0, Math.min(length, room));
        byte[] old = content.now;
        byte[] next = Arrays.copyOf(old, Math.max(old.length, (int) position + fits));
        bytes.get(next, (int) position, fits);
        content.now = next;
        if (fits < length) {
          throw new SpaceExhausted("no space left on device");
        }
      }

      @Override
      public void truncate(long size) {
        content.now = Arrays.copyOf(content.now, (int) size);
      }

      @Override
      public void sync() throws IOException {
        operation();
        if (syncFails) {
          throw new IOException("I/O error");
        }
        content.durable = content.now.clone();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void rename(String from, String to) {
    operation();
    now.put(to, content(from));
    now.remove(from);
  }

  @Override
  public void delete(String name) {
    operation();
    now.remove(name);
  }

  @Override
  public void syncDirectory() {
    operation();
    durableNames.clear();
    durableNames.putAll(now);
  }

  @Override
  public void setAside(String name) {
    quarantine.put(name, content(name).now.clone());
  }

  @Override
  public long usableBytes() {
    return capacity == Long.MAX_VALUE ? capacity : Math.max(0, capacity - used());
  }
}
