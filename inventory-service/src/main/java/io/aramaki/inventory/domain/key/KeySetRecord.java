package io.aramaki.inventory.domain.key;

import io.aramaki.inventory.domain.Bytes;

/// A key set as it is kept.
///
/// @param version one more with every change, from 1
/// @param signed the serialised `SignedKeySet`
public record KeySetRecord(long version, Bytes signed) {}
