package io.aramaki.kit.grpc.access;

import io.aramaki.kit.name.ResourceName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says to which system a resource belongs, by the collection in its name. Each service registers
/// the collections that it serves; `systems` needs no registration.
///
/// Of a name with several collections (`…/actions/{action}/runs/{run}`) the innermost that is
/// registered decides, so a child of a registered resource belongs to its parent's system.
public final class SystemOf {
  private static final String SYSTEMS = "systems";

  private final Map<String, Function<ResourceName, Optional<String>>> byCollection;

  private SystemOf(Map<String, Function<ResourceName, Optional<String>>> byCollection) {
    this.byCollection = byCollection;
  }

  /// Knows systems only.
  public static SystemOf systems() {
    return new SystemOf(Map.of(SYSTEMS, name -> Optional.of(name.toString())));
  }

  /// Answers a map that knows one collection more.
  ///
  /// @param collection for example `alerts`
  /// @param system answers the system's resource name for the name of a resource in that
  ///   collection; empty if there is no such resource. May block, and may throw what the service's
  ///   error mapping knows.
  public SystemOf with(String collection, Function<ResourceName, Optional<String>> system) {
    return new SystemOf(
        Stream.concat(byCollection.entrySet().stream(), Stream.of(Map.entry(collection, system)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /// Tells whether names of this collection, or below it, can be resolved.
  public boolean knows(String collection) {
    return byCollection.containsKey(collection);
  }

  /// Answers the system of a resource; empty if the resource does not exist or its collection is
  /// unknown.
  ///
  /// @param name with the organisation resolved, never `orgs/-`
  public Optional<String> systemOf(ResourceName name) {
    for (Optional<ResourceName> at = Optional.of(name); at.isPresent(); at = at.get().parent()) {
      var resolver = byCollection.get(at.get().collection());
      if (resolver != null) {
        return resolver.apply(at.get());
      }
    }
    return Optional.empty();
  }
}
