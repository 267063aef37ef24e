/// The organisation's keys at work: certificates, signatures, the key set.
@NullMarked
package io.aramaki.inventory.grpc.key;

import org.jspecify.annotations.NullMarked;
