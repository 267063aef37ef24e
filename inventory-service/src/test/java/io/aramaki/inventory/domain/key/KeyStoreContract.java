package io.aramaki.inventory.domain.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.Bytes;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every store of keys does.
public abstract class KeyStoreContract {
  protected abstract KeyStore store();

  @Test
  void create_twice_keepsTheFirst() {
    SealedKeys first = keys("ar1a", 1);
    assertThat(store().find()).isEmpty();

    assertThat(store().create(first)).isTrue();
    assertThat(store().create(keys("ar1b", 2))).isFalse();

    assertThat(store().find()).contains(first);
  }

  @Test
  void putKeySet_onlyTheNextVersion() {
    assertThat(store().keySet()).isEmpty();
    assertThat(store().putKeySet(set(2, 2))).isFalse();
    assertThat(store().putKeySet(set(1, 1))).isTrue();
    assertThat(store().putKeySet(set(1, 9))).isFalse();
    assertThat(store().putKeySet(set(2, 2))).isTrue();
    assertThat(store().putKeySet(set(2, 9))).isFalse();

    assertThat(store().keySet()).contains(set(2, 2));
  }

  private static SealedKeys keys(String org, int content) {
    return new SealedKeys(
        org, Map.of("root", Bytes.of(new byte[] {(byte) content}), "ca", Bytes.of(new byte[3])));
  }

  private static KeySetRecord set(long version, int content) {
    return new KeySetRecord(version, Bytes.of(new byte[] {(byte) content}));
  }
}
