package io.aramaki.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataDigestTest {
  private static String digest(DataSet set, long seed, long startMs) {
    return DataDigest.sha256(new DataPlan(set, seed, 3, 100, startMs), 100);
  }

  @Test
  void sha256_ofEachSet_staysWhatItIs() {
    assertThat(digest(DataSet.RECIPE, 1, 0))
        .isEqualTo("cc34c35bef6d23c5a595cf7f15996f59af880be59dbb22ce14d640b7d4a807a9");
    assertThat(digest(DataSet.RANDOM, 1, 0))
        .isEqualTo("d914c83dc064565cfac73b345dd8a6c36cc313ad3f362e546732218100bba2dc");
    assertThat(digest(DataSet.CONSTANT, 1, 0))
        .isEqualTo("d85138acdf5b470e7eb73fe0b5b9e7d4f177593e1eb65fa36f06867c597abf73");
    assertThat(digest(DataSet.RECORDED, 1, 0))
        .isEqualTo("ac94522af2aacb195ef96739a61e6cdb7b49194e919d5b47243028aa2689468a");
  }

  @Test
  void sha256_otherSeed_differs() {
    assertThat(digest(DataSet.RECIPE, 2, 0)).isNotEqualTo(digest(DataSet.RECIPE, 1, 0));
  }

  @Test
  void sha256_otherStart_isTheSame() {
    assertThat(digest(DataSet.RECIPE, 1, 3_600_000)).isEqualTo(digest(DataSet.RECIPE, 1, 0));
  }
}
