package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.enrolment.EnrolmentTokens;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// Enrolment tokens as people carry them: with the addresses of gateways and the fingerprint of the
/// authority.
///
/// @param ca the fingerprint of the authority that issues now
/// @param gateways `host:port`, tried in this order
public record TokenStrings(OrgId org, Supplier<Sha256> ca, List<String> gateways) {

  /// The string to carry.
  public String format(EnrolmentTokens.Fresh fresh) {
    var secret = HexFormat.of().parseHex(fresh.secretHex().reveal());
    return new EnrolmentTokenString(org, gateways, ca.get(), fresh.id(), secret, fresh.expireTime())
        .format();
  }
}
