package io.aramaki.kit.app;

/// Marks an exception that says: something outside of this process does not answer at the moment.
/// Nobody made a mistake, and trying again later makes sense. Servers answer it as "unavailable".
public interface Unavailable {}
