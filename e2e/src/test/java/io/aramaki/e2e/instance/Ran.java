package io.aramaki.e2e.instance;

/// A command that ended.
///
/// @param status its exit code
/// @param out what it wrote to standard output
/// @param err what it wrote to standard error
public record Ran(int status, String out, String err) {}
