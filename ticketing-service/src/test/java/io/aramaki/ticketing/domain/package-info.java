/// Tests of the ledger's rules, with a scripted tracker.
@NullMarked
package io.aramaki.ticketing.domain;

import org.jspecify.annotations.NullMarked;
