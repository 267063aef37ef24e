package io.aramaki.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.grpc.testbed.Contract;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldMasksTest {
  private static FieldMask mask(String... paths) {
    return FieldMask.newBuilder().addAllPaths(List.of(paths)).build();
  }

  private static final Status CURRENT = Status.newBuilder().setCode(5).setMessage("before").build();

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "message.length", "details.value", "", ".", "code."})
  void path_thatLeadsNowhere_isRefused(String path) {
    assertThatThrownBy(() -> FieldMasks.merge(CURRENT, CURRENT, mask(path)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo("INVALID_UPDATE_MASK"));
  }

  @Test
  void star_besideAnotherPath_isRefused() {
    assertThatThrownBy(() -> FieldMasks.merge(CURRENT, CURRENT, mask("*", "code")))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void absentMask_changesWhatIsSet() {
    // When
    var merged = FieldMasks.merge(CURRENT, Status.newBuilder().setMessage("after").build(), mask());
    // Then
    assertThat(merged).isEqualTo(CURRENT.toBuilder().setMessage("after").build());
  }

  @Test
  void star_replacesAll() {
    // When
    var merged = FieldMasks.merge(CURRENT, Status.newBuilder().setCode(7).build(), mask("*"));
    // Then
    assertThat(merged).isEqualTo(Status.newBuilder().setCode(7).build());
  }

  @Test
  void namedField_thatIsNotSet_isCleared() {
    // When
    var merged = FieldMasks.merge(CURRENT, Status.getDefaultInstance(), mask("message"));
    // Then
    assertThat(merged).isEqualTo(CURRENT.toBuilder().clearMessage().build());
  }

  @Test
  void repeatedField_isReplacedAsAWhole() {
    // Given
    var current = BadRequest.newBuilder();
    current.addFieldViolationsBuilder().setField("a");
    current.addFieldViolationsBuilder().setField("b");
    var update = BadRequest.newBuilder();
    update.addFieldViolationsBuilder().setField("c");
    // When
    var merged = FieldMasks.merge(current.build(), update.build(), mask("field_violations"));
    // Then
    assertThat(merged).isEqualTo(update.build());
  }

  @Test
  void fieldThatCallersCannotWrite_keepsItsValue() {
    // Given
    var contract = new Contract();
    var current = contract.note("text", "before", "origin", "home", "etag", "e1");
    var update = contract.note("text", "after", "origin", "away", "etag", "e2");
    // When
    var merged = FieldMasks.merge(current, update, mask("*"));
    // Then
    assertThat(merged).isEqualTo(contract.note("text", "after", "origin", "home", "etag", "e1"));
    assertThat(FieldMasks.paths(update, mask("origin", "text"))).containsExactly("text");
  }
}
