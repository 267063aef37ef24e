/// The check definitions in force: what is run, for which system, how often, and what its results
/// mean. Every change of the catalogue makes a new version of it.
@NullMarked
package io.aramaki.monitoring.domain.catalog;

import org.jspecify.annotations.NullMarked;
