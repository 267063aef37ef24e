/// The series that came by remote_write, by the bytes of their labels.
@org.jspecify.annotations.NullMarked
package io.aramaki.gateway.domain.write.sent;
