/// Tests of the child process: starts, deaths, adoption.
@NullMarked
package io.aramaki.kit.cassandra.embedded;

import org.jspecify.annotations.NullMarked;
