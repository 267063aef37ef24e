package io.aramaki.monitoring.domain.sequence;

/// Batches that will never come, because the agent's spool was full.
///
/// @param range which
/// @param samples how many metric samples they had
/// @param results how many check results they had
public record Gap(SeqRange range, long samples, long results) {}
