/// What a person or an organisation gets, on the whole product: real processes started by the
/// supervisor, real Cassandra, plugins, Redmine, browser, over real TLS.
@org.jspecify.annotations.NullMarked
package io.aramaki.e2e;
