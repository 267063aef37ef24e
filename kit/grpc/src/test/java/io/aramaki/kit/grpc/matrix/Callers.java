package io.aramaki.kit.grpc.matrix;

import io.aramaki.kit.grpc.access.MethodAccess;
import io.grpc.Channel;
import io.grpc.Metadata;

/// Plays the kinds of caller against one server.
@FunctionalInterface
public interface Callers {
  /// How to make one call.
  ///
  /// @param channel carries the certificate
  /// @param headers carry what goes with the call
  record Approach(Channel channel, Metadata headers) {}

  /// Answers how a caller of this kind comes to this RPC.
  Approach approach(CallerKind kind, MethodAccess access);
}
