/// Tests of alerting's rules, without storage, threads or clocks.
@NullMarked
package io.aramaki.alerting.domain;

import org.jspecify.annotations.NullMarked;
