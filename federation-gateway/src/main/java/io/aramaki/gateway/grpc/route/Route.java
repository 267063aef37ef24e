package io.aramaki.gateway.grpc.route;

import com.google.protobuf.Message;
import io.aramaki.type.v1.Access;
import io.grpc.MethodDescriptor;
import java.util.Locale;

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

  /// Answers the RPC's full name, `package.Service/Method`.
  public String rpcName() {
    return rpc.getFullMethodName();
  }

  /// Answers the name of the request's message.
  public String requestType() {
    return requestPrototype.getDescriptorForType().getFullName();
  }

  /// Answers the least role that a person needs, in lower case.
  public String role() {
    return access.getRole().name().toLowerCase(Locale.ROOT);
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
