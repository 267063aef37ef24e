/// Where the instances of a service are: a static list, DNS (gRPC's own), or Consul, all behind
/// gRPC's name resolution, so a client only knows a target.
@NullMarked
package io.aramaki.kit.discovery;

import org.jspecify.annotations.NullMarked;
