/// The command line of operators: each noun of the domain dictionary is a command, each of its
/// verbs a subcommand. It speaks the gateway's REST interface over TLS with an API token, so that
/// it can do nothing which the gateway would not let its owner do.
@NullMarked
package io.aramaki.cli;

import org.jspecify.annotations.NullMarked;
