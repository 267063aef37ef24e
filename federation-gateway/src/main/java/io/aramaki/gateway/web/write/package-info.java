/// Where programs send samples over HTTP: remote_write and OTLP.
@NullMarked
package io.aramaki.gateway.web.write;

import org.jspecify.annotations.NullMarked;
