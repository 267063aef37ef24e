package io.aramaki.inventory.grpc.agent;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokens.Fresh;
import io.aramaki.inventory.grpc.key.OrganisationKeys;
import io.aramaki.kit.security.EnrolmentTokenString;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// Writes enrolment tokens as the strings that people copy.
public final class TokenStrings {
  private final OrganisationKeys keys;
  private final Supplier<List<String>> gateways;
  private final Supplier<List<String>> inventories;

  /// @param gateways where agents reach the organisation, `host:port`; empty if not known
  /// @param inventories where services reach inventory, `host:port`
  public TokenStrings(
      OrganisationKeys keys, Supplier<List<String>> gateways, Supplier<List<String>> inventories) {
    this.keys = keys;
    this.gateways = gateways;
    this.inventories = inventories;
  }

  /// Refuses to make a token that leads nowhere.
  public void requireGateway() {
    if (gateways.get().isEmpty()) {
      throw new Invalid(
          Kind.ENROLMENT_TOKEN,
          "agent_id",
          "inventory does not know where the gateway is; set gateway-addresses in its file");
    }
  }

  public String forAgent(Fresh token) {
    requireGateway();
    return text(token, gateways.get());
  }

  public String forService(Fresh token) {
    return text(token, inventories.get());
  }

  private String text(Fresh token, List<String> addresses) {
    return new EnrolmentTokenString(
            keys.org(),
            addresses,
            keys.authoritySha256(),
            token.id(),
            HexFormat.of().parseHex(token.secretHex().reveal()),
            token.expireTime())
        .format();
  }
}
