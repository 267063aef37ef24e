@NullMarked
package io.aramaki.inventory.domain.enrolment;

import org.jspecify.annotations.NullMarked;
