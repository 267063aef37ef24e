package io.aramaki.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTest {
  @Test
  void usedKib_serial_addsTheGenerationsAndNotTheSpacesInThem() {
    // Given
    String info =
        """
        4711:
         DefNew     total 118272K, used 2103K [0x0, 0x1, 0x2)
          eden space 105152K,   2% used [0x0, 0x1, 0x2)
          from space 13120K,   0% used [0x0, 0x1, 0x2)
         Tenured    total 262848K, used 40000K [0x0, 0x1, 0x2)
          the  space 262848K,  15% used [0x0, 0x1, 0x2)
         Metaspace       used 61000K, committed 62000K, reserved 1114112K
          class space    used 7000K, committed 7500K, reserved 1048576K
        """;

    // Then
    assertThat(Heap.usedKib(info)).isEqualTo(42_103);
  }

  @Test
  void usedKib_g1_isTheWholeHeap() {
    // Given
    String info =
        """
        4711:
         garbage-first heap   total reserved 524288K, committed 262144K, used 100000K [0x0, 0x1)
          region size 1024K, 5 young (5120K), 1 survivors (1024K)
         Metaspace       used 61000K, committed 62000K, reserved 1114112K
        """;

    // Then
    assertThat(Heap.usedKib(info)).isEqualTo(100_000);
  }
}
