/// One agent as its owner sees it: the order of its batches, its checks, whether it lives.
/// Everything that happens to it goes through an [AgentBook], which says what must become durable.
@NullMarked
package io.aramaki.monitoring.domain.agent;

import org.jspecify.annotations.NullMarked;
