/// What several tests of the gateway stand on: an organisation with its certificates, scripted
/// services behind real sockets and real TLS.
@NullMarked
package io.aramaki.gateway.testing;

import org.jspecify.annotations.NullMarked;
