/// Configuration: one YAML file per process onto one record, every key overridable by an
/// environment variable, unknown keys refused with the nearest valid name. Errors say file, line
/// and key.
@NullMarked
package io.aramaki.kit.config;

import org.jspecify.annotations.NullMarked;
