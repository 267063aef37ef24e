package io.aramaki.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.ErrorInfo;
import io.aramaki.kit.grpc.error.Refusal;
import io.grpc.Status.Code;
import org.junit.jupiter.api.Test;

final class EtagsTest {
  @Test
  void staleEtag_isAborted() {
    assertThatThrownBy(() -> Etags.require(Etags.of(1), Etags.of(2)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.getStatus().getCode()).isEqualTo(Code.ABORTED);
              assertThat(refusal.reason()).isEqualTo("STALE_ETAG");
            });
  }

  @Test
  void currentOrEmptyEtag_passes() {
    assertThatCode(() -> Etags.require(Etags.of(2), Etags.of(2))).doesNotThrowAnyException();
    assertThatCode(() -> Etags.require("", Etags.of(2))).doesNotThrowAnyException();
  }

  @Test
  void etagOfAResource_dependsOnItsContentAndNotOnTheOrderOfAMap() {
    // Given
    var one = ErrorInfo.newBuilder().putMetadata("a", "1").putMetadata("b", "2").build();
    var same = ErrorInfo.newBuilder().putMetadata("b", "2").putMetadata("a", "1").build();
    // When Then
    assertThat(Etags.of(one)).isEqualTo(Etags.of(same)).hasSize(16);
    assertThat(Etags.of(one)).isNotEqualTo(Etags.of(one.toBuilder().setReason("R").build()));
  }
}
