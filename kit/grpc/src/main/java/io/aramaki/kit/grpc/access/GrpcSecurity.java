package io.aramaki.kit.grpc.access;

import io.aramaki.kit.security.audit.AuditLog;

/// Everything that a server asks to decide who may call what.
///
/// @param tokens decides whether an internal token is believed
/// @param rights knows what people may do; the server caches it
/// @param systemOf says to which system a resource belongs
/// @param revocations knows which certificates may not be used any more
/// @param audit where changes are recorded before their effect
public record GrpcSecurity(
    TokenVerifier tokens,
    RightsSource rights,
    SystemOf systemOf,
    Revocations revocations,
    AuditLog audit) {}
