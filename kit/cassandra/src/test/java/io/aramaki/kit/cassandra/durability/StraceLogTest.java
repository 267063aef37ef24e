package io.aramaki.kit.cassandra.durability;

import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StraceLogTest {
  private static final String CONNECTION = "57<TCP:[127.0.0.1:9042->127.0.0.1:40000]>";
  private static final String FILE = "9</data/commitlog/CommitLog-8-1.log>";

  private static final List<String> LINES =
      List.of(
          "77 100.000100 read(" + CONNECTION + ", \"..mark-1..\", 65536) = 80 <0.000010>",
          "78 100.000200 fsync(" + FILE + " <unfinished ...>",
          "77 100.000250 write(3<pipe:[1]>, \"x\", 1) = 1 <0.000001>",
          "78 100.000900 <... fsync resumed>)       = 0 <0.000600>",
          "77 100.001000 write(" + CONNECTION + ", \"ok\", 40) = 40 <0.000020>",
          "77 100.002000 read(" + CONNECTION + ", \"..mark-2..\", 65536) = 80 <0.000010>",
          "77 100.003000 write(" + CONNECTION + ", \"ok\", 40) = 40 <0.000020>",
          "78 100.004000 +++ exited with 0 +++");

  private final CommitLogFiles log = new CommitLogFiles(Path.of("/data/commitlog"));

  @Test
  void parse_callCutInTwo_isPutTogether() {
    // When
    List<SystemCall> calls = StraceLog.parse(LINES);

    // Then
    assertThat(calls).hasSize(6);
    assertThat(calls.get(1)).isEqualTo(new SystemCall("fsync", FILE, 100_000_200, 100_000_800, 0));
    assertThat(calls.getFirst().first()).isEqualTo(CONNECTION);
  }

  @Test
  void find_answerBeforeTheSync_isNotSynced() {
    // When
    List<SampledWrite> writes =
        SampledWrite.find(
            StraceLog.parse(LINES), List.of("mark-1", "mark-2", "mark-3"), log::isSync);

    // Then
    assertThat(writes)
        .containsExactly(
            new SampledWrite("mark-1", 100_000_110, 100_001_000, true),
            new SampledWrite("mark-2", 100_002_010, 100_003_000, false));
  }

  @Test
  void isSync_writeToALogThatIsOpenWithDsync_isOne() throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "log").toRealPath();
    Path path = Files.createFile(directory.resolve("CommitLog-8-1.log"));
    long pid = ProcessHandle.current().pid();
    var its = new CommitLogFiles(directory);
    try (var _ = FileChannel.open(path, WRITE)) {
      its.look(pid);
      assertThat(open(pid, path)).isNotEmpty().noneMatch(file -> its.isSync(write(file, path, 1)));
    }
    try (var _ = FileChannel.open(path, WRITE, DSYNC)) {
      its.look(pid);
      assertThat(open(pid, path)).isNotEmpty().allMatch(file -> its.isSync(write(file, path, 1)));
      assertThat(open(pid, path)).noneMatch(file -> its.isSync(write(file, path, -1)));
      assertThat(open(pid, path))
          .noneMatch(file -> its.isSync(write(file, Path.of("/data/other"), 1)));
    }
  }

  private static SystemCall write(String file, Path path, long result) {
    return new SystemCall("write", file + "<" + path + ">, \"x\", 1", 1, 2, result);
  }

  private static List<String> open(long pid, Path path) throws IOException {
    var found = new ArrayList<String>();
    try (var files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path file : files) {
        if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).equals(path)) {
          found.add(file.getFileName().toString());
        }
      }
    }
    return found;
  }

  @Test
  void isSync_failedOrOtherFile_isNone() {
    assertThat(log.isSync(new SystemCall("fsync", "9</data/other/file>", 1, 2, 0))).isFalse();
    assertThat(log.isSync(new SystemCall("fsync", FILE, 1, 2, -1))).isFalse();
    assertThat(log.isSync(new SystemCall("msync", "0x7f00, 4096, MS_SYNC", 1, 2, 0))).isFalse();
    assertThat(log.isSync(new SystemCall("fdatasync", FILE, 1, 2, 0))).isTrue();
  }
}
