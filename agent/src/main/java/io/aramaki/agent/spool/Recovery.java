package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.disk.SpoolDisk;
import io.aramaki.agent.spool.segment.Segment;
import io.aramaki.agent.spool.segment.SegmentScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what an earlier boot left on the disk. It never fails on what it finds, only on a disk
/// that does not answer: damage costs the damaged records, each of which becomes a gap.
///
/// @param boots what there is, by the order of the boots
/// @param gaps what is missing
record Recovery(TreeMap<Integer, BootLog> boots, GapBook gaps) {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  static Recovery run(SpoolDisk disk) throws IOException {
    var boots = new TreeMap<Integer, BootLog>();
    var gaps = new GapBook();
    List<String> names = disk.list();
    boolean sentUnknown = readLedger(disk, names, boots, gaps);
    var lost = new ArrayList<GapRange>();
    for (Segment.Id id : segments(names)) {
      BootLog boot = boots.computeIfAbsent(id.order(), order -> new BootLog(order, id.boot()));
      if (boot.boot() == id.boot()) {
        readSegment(disk, id, boot, lost);
      } else {
        log.atWarn().addKeyValue("file", id.name()).log("segment of an unknown boot set aside");
        disk.setAside(id.name());
        disk.delete(id.name());
      }
    }
    for (GapRange gap : lost) {
      addUnlessKnown(boots, gaps, gap);
    }
    for (BootLog boot : boots.values()) {
      addMissing(boot, gaps);
      if (sentUnknown) {
        boot.sentThrough = boot.lastSeq;
      }
    }
    untellLostCarriers(boots, gaps);
    return new Recovery(boots, gaps);
  }

  /// Answers true if there was a ledger that cannot be read.
  private static boolean readLedger(
      SpoolDisk disk, List<String> names, TreeMap<Integer, BootLog> boots, GapBook gaps)
      throws IOException {
    if (!names.contains(Ledger.NAME)) {
      return false;
    }
    Optional<Ledger> ledger = Ledger.read(disk);
    if (ledger.isEmpty()) {
      log.atWarn().log("the spool's ledger is damaged: all that is left is sent again");
      disk.setAside(Ledger.NAME);
      return true;
    }
    for (Ledger.BootMark mark : ledger.get().boots()) {
      var boot = new BootLog(mark.order(), mark.boot());
      boot.lastSeq = mark.lastSeq();
      boot.sentThrough = mark.sentThrough();
      boot.restoredDoneThrough = mark.doneThrough();
      boots.put(mark.order(), boot);
    }
    ledger.get().gaps().forEach(gaps::restore);
    return false;
  }

  private static List<Segment.Id> segments(List<String> names) {
    return names.stream()
        .map(Segment.Id::parse)
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparingInt(Segment.Id::order)
                .thenComparingLong(Segment.Id::boot)
                .thenComparingLong(Segment.Id::firstSeq))
        .toList();
  }

  private static void readSegment(SpoolDisk disk, Segment.Id id, BootLog boot, List<GapRange> lost)
      throws IOException {
    SegmentScan scan = SegmentScan.of(disk, id);
    if (scan.damaged()) {
      log.atWarn().addKeyValue("file", id.name()).log("damaged segment: a copy is in quarantine");
      disk.setAside(id.name());
    } else if (scan.wholeBytes() < disk.size(id.name())) {
      try (SpoolDisk.OpenFile file = disk.open(id.name())) {
        file.truncate(scan.wholeBytes());
        file.sync();
      }
    }
    boolean neverSynced = boot.lastSeq == 0 && scan.segment().isEmpty();
    if (!neverSynced) {
      // Of a boot that has no whole record nothing was ever sent: it is as if it had not been.
      lost.addAll(scan.lost());
      for (GapRange gap : scan.lost()) {
        boot.lastSeq = Math.max(boot.lastSeq, gap.lastSeq());
      }
    }
    if (scan.segment().isEmpty()) {
      disk.delete(id.name());
    } else {
      scan.segment().markDoneThrough(boot.restoredDoneThrough);
      boot.add(scan.segment());
    }
  }

  private static void addUnlessKnown(TreeMap<Integer, BootLog> boots, GapBook gaps, GapRange gap) {
    boolean done =
        boots.values().stream()
            .anyMatch(log -> log.boot() == gap.boot() && gap.lastSeq() <= log.restoredDoneThrough);
    boolean told = gaps.covers(new BatchKey(gap.boot(), gap.firstSeq()));
    if (!done && !told) {
      gaps.add(gap);
    }
  }

  /// What is neither in a file nor known to be given up got lost with a file: a gap without counts.
  private static void addMissing(BootLog boot, GapBook gaps) {
    var present = new ArrayList<long[]>();
    for (GapRange gap : gaps.of(boot.boot())) {
      present.add(new long[] {gap.firstSeq(), gap.lastSeq()});
    }
    for (Segment segment : boot.segments()) {
      for (int i = 0; i < segment.count(); i++) {
        present.add(new long[] {segment.seq(i), segment.seq(i)});
      }
    }
    present.sort(Comparator.comparingLong(range -> range[0]));
    long expected = boot.restoredDoneThrough + 1;
    for (long[] range : present) {
      if (range[0] > expected) {
        gaps.add(new GapRange(boot.boot(), expected, range[0] - 1, 0, 0));
      }
      expected = Math.max(expected, range[1] + 1);
    }
    if (boot.lastSeq >= expected) {
      gaps.add(new GapRange(boot.boot(), expected, boot.lastSeq, 0, 0));
    }
  }

  private static void untellLostCarriers(TreeMap<Integer, BootLog> boots, GapBook gaps) {
    for (BatchKey carrier : gaps.carriers()) {
      Optional<BootLog> boot =
          boots.values().stream().filter(log -> log.boot() == carrier.boot()).findFirst();
      boolean done = boot.isPresent() && carrier.seq() <= boot.get().restoredDoneThrough;
      boolean there =
          boot.isPresent()
              && boot.get().segments().stream().anyMatch(s -> s.indexOf(carrier.seq()) >= 0);
      if (done) {
        gaps.carrierDone(carrier);
      } else if (!there) {
        gaps.carrierLost(carrier);
      }
    }
  }
}
