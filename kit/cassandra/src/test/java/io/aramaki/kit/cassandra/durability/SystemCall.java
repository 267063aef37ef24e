package io.aramaki.kit.cassandra.durability;

/// One system call that ended, as strace saw it.
///
/// @param name `read`, `write`, `msync`, …
/// @param arguments as strace prints them, file descriptors with what they are
/// @param startMicros when the kernel got it
/// @param endMicros when the process went on
/// @param result what it returned; negative for an error
record SystemCall(String name, String arguments, long startMicros, long endMicros, long result) {
  /// The first argument: what a file descriptor stands for, `57<TCP:[…]>`, or an address.
  String first() {
    int end = 0;
    int depth = 0;
    while (end < arguments.length()) {
      char c = arguments.charAt(end);
      depth += c == '<' ? 1 : 0;
      // The arrow between the two ends of a connection is no bracket.
      depth -= c == '>' && arguments.charAt(end - 1) != '-' ? 1 : 0;
      if (c == ',' && depth == 0) {
        break;
      }
      end++;
    }
    return arguments.substring(0, end);
  }
}
