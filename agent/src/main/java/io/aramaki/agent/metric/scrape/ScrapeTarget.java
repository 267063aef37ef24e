package io.aramaki.agent.metric.scrape;

import java.net.URI;
import java.time.Duration;

/// A page with metrics, as Prometheus scrapes it.
///
/// @param job the label `job` of its series
/// @param url where it is; its host and port are the label `instance`
/// @param timeout for one scrape, from the connection to the last byte
public record ScrapeTarget(String job, URI url, Duration timeout) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// The label `instance`: host and port, with the scheme's port if there is none.
  public String instance() {
    int port = url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? HTTPS : HTTP;
    return url.getHost() + ":" + port;
  }
}
