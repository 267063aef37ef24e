/// The nouns of the command line; each verb is a method.
@NullMarked
package io.aramaki.cli.command;

import org.jspecify.annotations.NullMarked;
