package io.aramaki.inventory.grpc.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.domain.InventoryException.OverCapacity;
import io.aramaki.inventory.domain.key.KeySetRecord;
import io.aramaki.inventory.domain.key.KeyStore;
import io.aramaki.inventory.domain.key.MemoryKeyStore;
import io.aramaki.inventory.domain.key.SealedKeys;
import io.aramaki.kit.security.SealedBox;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrganisationKeysTest {
  private final SecureRandom random = new SecureRandom();
  private final CountingStore store = new CountingStore();
  @TempDir private Path directory;

  @Test
  void keySet_askedForByManyAgents_isReadOnceForAll() {
    // Given
    var keys = open("key");
    store.reads.set(0);

    // When
    for (int agent = 0; agent < 1000; agent++) {
      assertThat(keys.trusted().version()).isEqualTo(1);
      assertThat(keys.get()).isSameAs(keys.trusted());
    }

    // Then
    assertThat(store.reads).hasValue(0);
    keys.refresh();
    assertThat(store.reads).hasValue(1);
  }

  @Test
  void keySet_thatAnotherInstanceChanged_isKnownAfterTheNextLook() {
    // Given
    var one = open("key");
    var other = open("key");
    var check = SigningKey.generate(random).publicKey();

    // When
    var _ = other.addCheckKey(check);

    // Then
    assertThat(one.trusted().has(check, Purpose.CHECK)).isFalse();
    one.refresh();
    assertThat(one.trusted().has(check, Purpose.CHECK)).isTrue();
    assertThat(one.trusted().version()).isEqualTo(2);
  }

  @Test
  void checkKeys_addedByTwoInstances_areBothKept() {
    // Given
    var one = open("key");
    var other = open("key");
    var first = SigningKey.generate(random).publicKey();
    var second = SigningKey.generate(random).publicKey();

    // When
    var _ = one.addCheckKey(first);
    var _ = other.addCheckKey(second);
    var _ = other.addCheckKey(second);

    // Then
    assertThat(other.trusted().version()).isEqualTo(3);
    assertThat(other.trusted().has(first, Purpose.CHECK)).isTrue();
    assertThat(other.trusted().has(second, Purpose.CHECK)).isTrue();
  }

  @Test
  void checkKeys_tooMany_areRefused() {
    // Given
    var keys = open("key");
    for (int i = 0; i < 16; i++) {
      var _ = keys.addCheckKey(SigningKey.generate(random).publicKey());
    }

    // When, Then
    assertThatThrownBy(() -> keys.addCheckKey(SigningKey.generate(random).publicKey()))
        .isInstanceOf(OverCapacity.class);
  }

  @Test
  void organisation_openedAgain_isTheSame() {
    // Given
    var first = open("key");

    // When
    var again = open("key");

    // Then
    assertThat(again.org()).isEqualTo(first.org());
    assertThat(again.authoritySha256()).isEqualTo(first.authoritySha256());
    assertThat(again.actionKey().publicKey()).isEqualTo(first.actionKey().publicKey());
    assertThat(again.tokenKey().publicKey()).isEqualTo(first.tokenKey().publicKey());
    assertThat(again.trusted().version()).isEqualTo(1);
  }

  @Test
  void organisation_whereAnotherInstanceWasFirst_isThatOfTheOther() {
    // Given
    var before = new CountingStore();
    var winner = open(before, "key");
    // The sealed keys appear between the look and the attempt to make them.
    before.hidden = 1;

    // When
    var loser = open(before, "key");

    // Then
    assertThat(loser.org()).isEqualTo(winner.org());
  }

  @Test
  void organisation_withAnotherKeyFile_isNotOpened() {
    // Given
    var _ = open("key");

    // When, Then
    assertThatThrownBy(() -> open("another")).isInstanceOf(RuntimeException.class);
  }

  private OrganisationKeys open(String keyFile) {
    return open(store, keyFile);
  }

  private OrganisationKeys open(KeyStore where, String keyFile) {
    var box = SealedBox.openOrCreate(directory.resolve(keyFile), random);
    return OrganisationKeys.open(where, box, random, Clock.systemUTC());
  }

  private static final class CountingStore implements KeyStore {
    private final MemoryKeyStore kept = new MemoryKeyStore();
    private final AtomicInteger reads = new AtomicInteger();
    private int hidden;

    @Override
    public Optional<SealedKeys> find() {
      return hidden-- > 0 ? Optional.empty() : kept.find();
    }

    @Override
    public boolean create(SealedKeys keys) {
      return kept.create(keys);
    }

    @Override
    public Optional<KeySetRecord> keySet() {
      var _ = reads.incrementAndGet();
      return kept.keySet();
    }

    @Override
    public boolean putKeySet(KeySetRecord keySet) {
      return kept.putKeySet(keySet);
    }
  }
}
