package io.aramaki.bench.peer;

/// What a server keeps on the disk.
///
/// @param bytes of the samples and their index
/// @param beside bytes that are kept for a while or for other purposes, such as a log
/// @param how what was counted, and what was done before
public record Stored(long bytes, long beside, String how) {}
