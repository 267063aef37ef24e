/// Enrolment: how an agent or one of our services gets its first certificate, and later ones.
@NullMarked
package io.aramaki.inventory.domain.enrolment;

import org.jspecify.annotations.NullMarked;
