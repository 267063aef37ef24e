package io.aramaki.kit.security.tls;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.security.Mutations;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.World;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PemTest {
  private final World world = new World();

  @Test
  void parse_damagedText_isRefusedOrParsed() {
    Mutations.each(
        Pem.format(List.of(world.authority.certificate())),
        changed -> {
          try {
            assertThat(Pem.parseCertificates(changed)).hasSize(1);
          } catch (NotTrusted e) {
            assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
          }
        });
    Mutations.each(
        Pem.format(CertificateRequests.newKeys(new SecureRandom()).getPrivate()),
        changed -> {
          try {
            assertThat(Pem.parseKey(changed).getAlgorithm()).isEqualTo("EC");
          } catch (NotTrusted e) {
            assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
          }
        });
  }

  @Test
  void parseKey_twoKeysOrNone_isRefused() {
    // Given
    var one = new String(Pem.format(world.agent("web-1").key()), StandardCharsets.US_ASCII);

    // When, Then
    assertRefused(
        Reason.MALFORMED, () -> Pem.parseKey((one + one).getBytes(StandardCharsets.US_ASCII)));
    assertRefused(Reason.MALFORMED, () -> Pem.parseKey(new byte[0]));
  }

  @Test
  void format_chainAndKey_roundTrip() {
    // Given
    var material = world.agent("web-1");
    var crlf =
        new String(Pem.format(material.chain()), StandardCharsets.US_ASCII).replace("\n", "\r\n");

    // When
    var chain = Pem.parseCertificates(("a comment\n" + crlf).getBytes(StandardCharsets.US_ASCII));
    var key = Pem.parseKey(Pem.format(material.key()));

    // Then
    assertThat(chain).isEqualTo(material.chain());
    assertThat(key).isEqualTo(material.key());
  }
}
