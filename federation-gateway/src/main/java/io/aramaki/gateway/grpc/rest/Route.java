package io.aramaki.gateway.grpc.rest;

import com.google.protobuf.Message;
import io.aramaki.type.v1.Access;
import io.grpc.MethodDescriptor;

/// One way to call an RPC over REST: a rule of its `google.api.http` option.
///
/// @param verb the HTTP method
/// @param template the path
/// @param body the field that the body fills: `*` for the whole request, empty if there is no body
/// @param rpc what is called
/// @param requestPrototype an empty request
/// @param access who may call it
public record Route(
    String verb,
    PathTemplate template,
    String body,
    MethodDescriptor<Message, Message> rpc,
    Message requestPrototype,
    Access access) {

  /// Tells whether the answer is a stream.
  public boolean isStreaming() {
    return !rpc.getType().serverSendsOneMessage();
  }

  /// Answers the path as the proto has it.
  public String path() {
    return template.toString();
  }

  /// Tells whether it changes something.
  public boolean isChange() {
    return !verb.equals("GET");
  }

  @Override
  public String toString() {
    return verb + " " + template;
  }
}
