/// Links between alerts and issues in somebody's tracker: the ledger that makes an issue exist
/// once, and the decisions about what is to be done next. Pure: trackers and storage are behind
/// interfaces, time comes in.
@NullMarked
package io.aramaki.ticketing.domain;

import org.jspecify.annotations.NullMarked;
