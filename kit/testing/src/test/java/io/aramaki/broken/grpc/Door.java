package io.aramaki.broken.grpc;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.broken.app.Whole;

/// A door that asks the database itself, and knows the whole.
public record Door(CqlSession session, Whole whole) {}
