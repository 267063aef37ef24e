/// The organisation's keys, as they are kept: encrypted, made once. What is done with them is the
/// business of the package `grpc.key`.
@NullMarked
package io.aramaki.inventory.domain.key;

import org.jspecify.annotations.NullMarked;
