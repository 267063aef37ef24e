package io.aramaki.kit.grpc.matrix;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// An RPC to which a client sends any bytes, as nobody can who uses the generated code.
public final class RawMethod {
  private RawMethod() {}

  /// Answers the client's half of an RPC, which takes bytes in the place of the request.
  @SuppressWarnings("unchecked") // the client's half only: it sends bytes and reads what comes
  public static MethodDescriptor<byte[], Object> of(MethodDescriptor<?, ?> method) {
    return ((MethodDescriptor<Object, Object>) method)
        .toBuilder(new Bytes(), (Marshaller<Object>) method.getResponseMarshaller()).build();
  }

  private static final class Bytes implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new AssertionError("a client reads no requests");
    }
  }
}
