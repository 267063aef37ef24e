package io.aramaki.gateway.domain.frame;

/// Some bytes that are looked at where they are, without a copy.
public interface Octets {
  /// Answers how many there are.
  int length();

  /// Answers one of them.
  byte at(int index);
}
