package io.aramaki.gateway.web.door;

import java.util.concurrent.Semaphore;

/// What all event loops of the people's door share.
///
/// @param requests one for each request that is being answered
/// @param bodies the memory of bodies
record DoorLimits(Semaphore requests, BodyBudget bodies) {}
