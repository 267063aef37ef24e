package io.aramaki.kit.grpc.matrix;

import com.google.protobuf.Message;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.matrix.AccessMatrix.Expectation;
import io.grpc.MethodDescriptor;

/// One call and what has to come of it.
///
/// @param who makes it, for people
record Trial(
    MethodDescriptor<?, ?> method,
    MethodAccess access,
    String who,
    Message request,
    Expectation expected) {

  @Override
  public String toString() {
    return access.fullMethodName() + " by " + who;
  }
}
