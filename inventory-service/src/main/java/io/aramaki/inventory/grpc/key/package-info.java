/// What is done with the organisation's keys: certificates and key sets are issued, internal tokens
/// minted, documents for agents signed.
@NullMarked
package io.aramaki.inventory.grpc.key;

import org.jspecify.annotations.NullMarked;
