package io.aramaki.gateway.domain.login;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Decides whether a change comes from our own pages. Browsers tell where a request comes from and
/// scripts cannot change that; together with the cookie's `SameSite=Strict` it keeps other sites
/// from acting in somebody's name.
///
/// @param configured further origins under which people reach this gateway, `https://name[:port]`
public record Origins(Set<String> configured) {

  public Origins {
    configured = Set.copyOf(configured);
  }

  /// What a browser says about a request.
  ///
  /// @param origin the header `Origin`
  /// @param fetchSite the header `Sec-Fetch-Site`
  /// @param host the host and port to which it was sent
  public record Source(Optional<String> origin, Optional<String> fetchSite, String host) {}

  /// Tells whether the request was made by another site.
  public boolean isForeign(Source source) {
    if (source.origin().isPresent()) {
      String origin = source.origin().get().toLowerCase(Locale.ROOT);
      String own = "https://" + source.host().toLowerCase(Locale.ROOT);
      return !origin.equals(own) && !origin.equals(own + ":443") && !configured.contains(origin);
    }
    return source
        .fetchSite()
        .filter(site -> !site.equals("same-origin") && !site.equals("none"))
        .isPresent();
  }

  /// Tells whether the request was made by our own pages, or says nothing about where it comes
  /// from.
  public boolean isSaid(Source source) {
    return source.origin().isPresent() || source.fetchSite().isPresent();
  }
}
