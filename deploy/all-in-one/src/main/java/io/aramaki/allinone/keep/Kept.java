package io.aramaki.allinone.keep;

/// Something that the supervisor keeps alive. Used by one thread at a time.
public interface Kept {
  String name();

  /// Starts it, or adopts it if it survived.
  void start();

  boolean alive();

  /// True once it serves.
  boolean ready();

  /// Its process, or 0 if there is none.
  long pid();

  /// Stops it in order; the data stays.
  void stop();
}
