package io.aramaki.inventory.domain.run.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.RunSamples;
import io.aramaki.inventory.domain.run.agent.RunEvent;
import io.aramaki.inventory.domain.run.output.RunOutputStore.Chunk;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RunOutputTest {
  private static final RunId RUN = RunSamples.requested(1).id();

  @Test
  void read_nothing_isEmpty() {
    assertThat(RunOutput.join(List.of(), 0)).isEmpty();
  }

  @Test
  void read_anyLengthAndChunking_isHeadAndTail() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      byte[] printed = new byte[random.nextInt(300_000)];
      random.nextBytes(printed);
      var output = new RunOutput(new MemoryRunOutputStore());
      for (int at = 0; at < printed.length; ) {
        int size =
            Math.min(1 + random.nextInt(RunEvent.Output.DATA_LENGTH_MAX), printed.length - at);
        output.append(RUN, new Chunk(at, Bytes.of(Arrays.copyOfRange(printed, at, at + size))));
        at += size;
      }

      byte[] read = output.read(RUN, printed.length);

      assertThat(read).as("seed %d, %d bytes", seed, printed.length).isEqualTo(expected(printed));
    }
  }

  @Test
  void read_longOutput_keepsLittle() {
    var store = new MemoryRunOutputStore();
    var output = new RunOutput(store);
    byte[] chunk = new byte[RunEvent.Output.DATA_LENGTH_MAX];
    for (long i = 0; i < 10_000; i++) {
      output.append(RUN, new Chunk(i * chunk.length, Bytes.of(chunk)));
    }

    assertThat(store.read(RUN, 0, 10_000)).hasSizeLessThan(20);
  }

  @Test
  void read_partMissing_hasDots() {
    List<Chunk> chunks =
        List.of(new Chunk(0, Bytes.of(new byte[] {1})), new Chunk(5, Bytes.of(new byte[] {2})));

    assertThat(RunOutput.join(chunks, 6))
        .isEqualTo(join(new byte[] {1}, RunOutput.DOTS, new byte[] {2}));
    assertThat(RunOutput.join(chunks, 9))
        .isEqualTo(join(new byte[] {1}, RunOutput.DOTS, new byte[] {2}, RunOutput.DOTS));
  }

  private static byte[] expected(byte[] printed) {
    if (printed.length <= RunOutput.HEAD + RunOutput.TAIL) {
      return printed;
    }
    return join(
        Arrays.copyOf(printed, RunOutput.HEAD),
        RunOutput.DOTS,
        Arrays.copyOfRange(printed, printed.length - RunOutput.TAIL, printed.length));
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
