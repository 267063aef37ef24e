package io.aramaki.gateway.web.ui;

import io.aramaki.gateway.domain.page.Viewer;
import io.aramaki.gateway.grpc.call.Credential;

/// A person who asks for a page.
///
/// @param who what they have shown
/// @param viewer who they are and what they may do
/// @param path the address that was asked for, with its query
/// @param done what was just done, for people; empty if nothing
record Visit(Credential who, Viewer viewer, String path, String done) {}
