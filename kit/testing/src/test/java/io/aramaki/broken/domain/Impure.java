package io.aramaki.broken.domain;

import io.aramaki.kit.cassandra.CassandraConfig;

/// A domain that knows where it is stored.
public record Impure(CassandraConfig config) {}
