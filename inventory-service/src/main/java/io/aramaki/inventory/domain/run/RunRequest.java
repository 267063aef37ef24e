package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.action.Action;
import io.aramaki.inventory.domain.secret.Digests;
import java.util.Map;
import java.util.TreeMap;

/// Asks for a run. That the requester may run the action was checked before.
///
/// @param action the definition as the requester's right was checked for it
/// @param definitionSha256 names that definition, lower-case hex
/// @param parameters as given
/// @param requestId what the requester calls the request; empty if it is not to be repeated
/// @param change who asks
public record RunRequest(
    Action action,
    String definitionSha256,
    Map<String, String> parameters,
    String requestId,
    Change change) {
  public RunRequest {
    parameters = Map.copyOf(parameters);
  }

  /// Tells requests with the same id apart.
  String digest() {
    return Digests.sha256Hex(action.id() + "\n" + new TreeMap<>(parameters));
  }
}
