/// Mutual TLS inside an organisation: the key and certificate of a process as files that are
/// replaced while it runs, certificate requests, and the TLS contexts that accept only the
/// organisation's own certificates.
@NullMarked
package io.aramaki.kit.security.tls;

import org.jspecify.annotations.NullMarked;
