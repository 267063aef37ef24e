/// Alerting's wire: its endpoints, and its calls to monitoring and ticketing.
@NullMarked
package io.aramaki.alerting.grpc;

import org.jspecify.annotations.NullMarked;
