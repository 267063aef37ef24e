/// What monitoring knows by itself, without a database or a network: each package below is one noun
/// of the service. This one holds the refusals that all of them share.
@NullMarked
package io.aramaki.monitoring.domain;

import org.jspecify.annotations.NullMarked;
