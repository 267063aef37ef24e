/// Agents, their enrolment and the stream of revocations.
@NullMarked
package io.aramaki.inventory.grpc.agent;

import org.jspecify.annotations.NullMarked;
