package io.aramaki.gateway.grpc.rest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorDetailsProto;

/// Writes messages as JSON: names as in the protos, and every field also where it has its default,
/// so that a script finds what it looks for.
public final class JsonText {
  private static final TypeRegistry DETAILS =
      TypeRegistry.newBuilder().add(ErrorDetailsProto.getDescriptor().getMessageTypes()).build();

  private static final JsonFormat.Printer WHOLE =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .alwaysPrintFieldsWithNoPresence()
          .omittingInsignificantWhitespace();

  private static final JsonFormat.Printer SPARSE =
      JsonFormat.printer()
          .usingTypeRegistry(DETAILS)
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace();

  private JsonText() {}

  /// Writes an answer on one line.
  public static String of(Message message) {
    return print(WHOLE, message);
  }

  /// Writes a detail of an error; types that are not known are left out as an empty object.
  static String ofDetail(Message message) {
    try {
      return SPARSE.print(message);
    } catch (InvalidProtocolBufferException _) {
      return "{}";
    }
  }

  private static String print(JsonFormat.Printer printer, Message message) {
    try {
      return printer.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message of ours cannot be written as JSON", e);
    }
  }
}
