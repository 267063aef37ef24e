package io.aramaki.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckDefinitionSet;
import io.aramaki.type.v1.SignedDocument;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DefinitionsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Definitions definitions = new Definitions();

  private static SignedDocument set(long version, String... checks) {
    var set = CheckDefinitionSet.newBuilder().setVersion(version);
    List.of(checks).forEach(name -> set.addChecks(Check.newBuilder().setName(name)));
    return SignedDocument.newBuilder().setDocument(set.build().toByteString()).build();
  }

  @Test
  void await_endsWhenAllOfThemWereShown() throws Exception {
    // Given
    var waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return definitions.await(List.of("a", "b"), LONG);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });

    // When
    definitions.take(set(3, "a"));
    assertThat(definitions.await(List.of("a", "b"), Duration.ZERO)).isFalse();
    definitions.take(set(4, "a", "b"));

    // Then
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(definitions.version()).isEqualTo(4);
  }

  @Test
  void take_olderSet_changesNothing() throws Exception {
    // Given
    definitions.take(set(4, "a"));

    // When
    definitions.take(set(3, "b"));

    // Then
    assertThat(definitions.version()).isEqualTo(4);
    assertThat(definitions.await(List.of("b"), Duration.ZERO)).isFalse();
  }
}
