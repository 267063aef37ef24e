package io.aramaki.gateway.grpc.call;

import io.aramaki.type.v1.SignedToken;
import java.time.Instant;

/// An internal token that inventory minted for one person and one RPC.
///
/// @param token what goes with the call
/// @param user the person's resource name
/// @param displayName what people call them
/// @param expireTime when the token ends
public record InternalToken(
    SignedToken token, String user, String displayName, Instant expireTime) {}
