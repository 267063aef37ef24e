/// What only inventory does: issuing certificates and hashing passwords. It is the only package
/// that uses BouncyCastle.
@NullMarked
package io.aramaki.kit.security.authority;

import org.jspecify.annotations.NullMarked;
