/// Who is who, and how a secret is kept: identities and organisation ids, enrolment token strings,
/// random secrets, sealed and private files. Nothing here, in `sign`, `tls` or `audit` loads
/// BouncyCastle, because every agent starts with these classes; only `authority` does.
@NullMarked
package io.aramaki.kit.security;

import org.jspecify.annotations.NullMarked;
