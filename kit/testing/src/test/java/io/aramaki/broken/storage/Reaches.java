package io.aramaki.broken.storage;

import io.aramaki.broken.grpc.Door;

/// Storage that knows a door.
public record Reaches(Door door) {}
