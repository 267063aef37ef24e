package io.aramaki.broken.app;

/// The whole.
public record Whole(String name) {}
