package io.aramaki.gateway.domain.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.aramaki.agent.v1.Batch;
import io.aramaki.agent.v1.Heartbeat;
import io.aramaki.agent.v1.ObserveRequest;
import io.aramaki.gateway.domain.session.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {
  private static final int MAX = 1024 * 1024;
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final List<Envelope> seen = new ArrayList<>();

  @Test
  void flagOtherThanZeroOrOne_isInvalidFrame() {
    assertThatThrownBy(() -> reader(false).read(octets(new byte[] {7, 0, 0, 0, 0})))
        .isInstanceOfSatisfying(
            MalformedFrame.class,
            e -> {
              assertThat(e.refusal().reason()).isEqualTo("INVALID_FRAME");
              assertThat(e.refusal().code()).isEqualTo(Refusal.Code.INVALID_ARGUMENT);
              assertThat(e).hasMessageContaining("not 7");
            });
  }

  @Test
  void compressedFrame_withoutDeclaredEncoding_isInvalidFrame() {
    assertThatThrownBy(() -> reader(false).read(octets(new byte[] {1, 0, 0, 0, 0})))
        .isInstanceOf(MalformedFrame.class)
        .hasMessageContaining("grpc-encoding");
  }

  @Test
  void length_overTheLimit_isRefusedBeforeItsBytesArrive() {
    byte[] prefix = ByteBuffer.allocate(5).put((byte) 0).putInt(MAX + 1).array();

    assertThatThrownBy(() -> reader(false).read(octets(prefix)))
        .isInstanceOfSatisfying(
            MalformedFrame.class,
            e -> assertThat(e.refusal().reason()).isEqualTo("MESSAGE_TOO_LARGE"));
  }

  @Test
  void length_withTheHighestBit_isALargeNumberNotANegativeOne() {
    byte[] prefix = {0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};

    assertThatThrownBy(() -> reader(false).read(octets(prefix)))
        .isInstanceOf(MalformedFrame.class)
        .hasMessageContaining("4294967295");
  }

  @Test
  void end_withinAFrame_isInvalidFrame() {
    FrameReader reader = reader(false);
    reader.read(octets(new byte[] {0, 0, 0, 0, 9, 1, 2}));

    assertThatThrownBy(reader::end)
        .isInstanceOf(MalformedFrame.class)
        .hasMessageContaining("2 of 9 bytes");
  }

  @Test
  void end_withinAPrefix_isInvalidFrame() {
    FrameReader reader = reader(false);
    reader.read(octets(new byte[] {0, 0}));

    assertThatThrownBy(reader::end).hasMessageContaining("2 of 5 bytes");
  }

  @Test
  void end_betweenFrames_isFine() {
    FrameReader reader = reader(false);
    reader.read(octets(frame(heartbeat(), false)));

    reader.end();

    assertThat(seen).extracting(Envelope::field).containsExactly(3);
  }

  @Test
  void batch_showsItsTraceparentsAndNothingElse() {
    ObserveRequest batch = batch(1000, PARENT, PARENT.replace("01", "00"));

    reader(false).read(octets(frame(batch, false)));

    assertThat(seen)
        .containsExactly(
            new Envelope(
                2, List.of(PARENT, PARENT.replace("01", "00")), batch.getSerializedSize()));
  }

  @Test
  void batch_withMoreTraceparentsThanAllowed_showsTheFirstFour() {
    reader(false)
        .read(octets(frame(batch(10, PARENT, PARENT, PARENT, PARENT, PARENT, PARENT), false)));

    assertThat(seen.getFirst().traceparents()).hasSize(Envelope.TRACEPARENTS_MAX);
  }

  @Test
  void batch_withAnOverlongTraceparent_showsTheOthers() {
    reader(false).read(octets(frame(batch(10, "x".repeat(129), PARENT), false)));

    assertThat(seen.getFirst().traceparents()).containsExactly(PARENT);
  }

  @Test
  void content_thatLooksLikeTraceparents_isNotRead() {
    ByteString bait = Batch.newBuilder().addTraceparents(PARENT).build().toByteString();
    var request = ObserveRequest.newBuilder().setBatch(Batch.newBuilder().setContent(bait)).build();

    reader(false).read(octets(frame(request, false)));

    assertThat(seen.getFirst().traceparents()).isEmpty();
  }

  @Test
  void compressedMessage_isPassedOverUnread() {
    reader(true).read(octets(frame(batch(100, PARENT), true)));

    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().field()).isZero();
    assertThat(seen.getFirst().traceparents()).isEmpty();
  }

  @Test
  void messageThatIsNoProtobuf_doesNotDisturbTheNext() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, 12, 18, 127, 10, 3});
    bytes.writeBytes(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    bytes.writeBytes(frame(batch(5, PARENT), false));

    reader(false).read(octets(bytes.toByteArray()));

    assertThat(seen).hasSize(2);
    assertThat(seen.get(1).traceparents()).containsExactly(PARENT);
  }

  @Test
  void anySplitIntoChunks_showsTheSame() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(frame(heartbeat(), false));
    bytes.writeBytes(frame(batch(700, PARENT, PARENT), false));
    bytes.writeBytes(frame(ObserveRequest.getDefaultInstance(), false));
    bytes.writeBytes(frame(batch(0, PARENT), false));
    byte[] all = bytes.toByteArray();
    reader(false).read(octets(all));
    List<Envelope> whole = List.copyOf(seen);
    var random = new SplittableRandom(42);

    for (int round = 0; round < 300; round++) {
      seen.clear();
      FrameReader reader = reader(false);
      int at = 0;
      while (at < all.length) {
        int to = Math.min(all.length, at + 1 + random.nextInt(40));
        reader.read(octets(Arrays.copyOfRange(all, at, to)));
        at = to;
      }
      reader.end();
      assertThat(seen).isEqualTo(whole);
    }
  }

  @Test
  void randomBytes_endInAMalformedFrameOrAreRead() {
    var random = new SplittableRandom(7);

    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      byte[] framed =
          ByteBuffer.allocate(5 + bytes.length)
              .put((byte) 0)
              .putInt(bytes.length)
              .put(bytes)
              .array();
      reader(false).read(octets(framed));
    }

    assertThat(seen).hasSize(20_000);
  }

  private FrameReader reader(boolean compressed) {
    return new FrameReader(compressed, true, MAX, seen::add);
  }

  private static ObserveRequest heartbeat() {
    return ObserveRequest.newBuilder()
        .setHeartbeat(Heartbeat.newBuilder().setBoot(77).setSpoolBytes(5))
        .build();
  }

  private static ObserveRequest batch(int size, String... traceparents) {
    return ObserveRequest.newBuilder()
        .setBatch(
            Batch.newBuilder()
                .setHeader(ByteString.copyFrom(new byte[size / 4]))
                .setContent(ByteString.copyFrom(new byte[size]))
                .addAllTraceparents(List.of(traceparents)))
        .build();
  }

  private static byte[] frame(MessageLite message, boolean compressed) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) (compressed ? 1 : 0))
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static Octets octets(byte[] bytes) {
    return new Octets() {
      @Override
      public int length() {
        return bytes.length;
      }

      @Override
      public byte at(int index) {
        return bytes[index];
      }
    };
  }
}
