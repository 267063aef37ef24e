/// What is signed, and by whom: Ed25519 signatures, the organisation's key set, signed documents
/// and internal tokens. The rule of the package: bytes are verified as they came, and parsed only
/// after that.
@NullMarked
package io.aramaki.kit.security.sign;

import org.jspecify.annotations.NullMarked;
