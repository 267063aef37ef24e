package io.aramaki.kit.grpc.testbed;

import com.google.api.AnnotationsProto;
import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.AccessOuterClass;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A gRPC service `test.v1.Probe` whose RPCs and declarations a test writes down, good ones and bad
/// ones. Requests and responses are `test.v1.Note`.
public final class Contract implements BindableService {
  public static final String SERVICE = "test.v1.Probe";

  private final ServiceDescriptorProto.Builder service =
      ServiceDescriptorProto.newBuilder().setName("Probe");
  private final Map<String, ServerCallHandler<DynamicMessage, DynamicMessage>> handlers =
      new LinkedHashMap<>();
  private @Nullable FileDescriptor file;

  /// Adds a unary RPC.
  ///
  /// @param access the text form of the declaration; empty for none
  public Contract unary(String name, String access, UnaryOperator<DynamicMessage> answer) {
    return unary(name, access, "", answer);
  }

  /// Adds a unary RPC with an HTTP path.
  public Contract unary(
      String name, String access, String path, UnaryOperator<DynamicMessage> answer) {
    return add(
        method(name, access, path),
        ServerCalls.asyncUnaryCall((request, observer) -> {
          observer.onNext(answer.apply(request));
          observer.onCompleted();
        }));
  }

  /// Adds a unary RPC that answers by the observer.
  public Contract observed(
      String name, String access, BiConsumer<DynamicMessage, StreamObserver<DynamicMessage>> by) {
    return add(method(name, access, ""), ServerCalls.asyncUnaryCall(by::accept));
  }

  /// Adds an RPC that answers with a stream.
  public Contract stream(
      String name, String access, BiConsumer<DynamicMessage, StreamObserver<DynamicMessage>> by) {
    return add(
        method(name, access, "").setServerStreaming(true),
        ServerCalls.asyncServerStreamingCall(by::accept));
  }

  /// Adds an RPC with streams in both directions.
  public Contract bidi(
      String name,
      String access,
      Function<StreamObserver<DynamicMessage>, StreamObserver<DynamicMessage>> by) {
    return add(
        method(name, access, "").setClientStreaming(true).setServerStreaming(true),
        ServerCalls.asyncBidiStreamingCall(by::apply));
  }

  private static MethodDescriptorProto.Builder method(String name, String access, String path) {
    var options = MethodOptions.newBuilder();
    if (!access.isEmpty()) {
      var declared = Access.newBuilder();
      try {
        TextFormat.merge(access, declared);
      } catch (ParseException e) {
        throw new IllegalArgumentException(access, e);
      }
      options.setExtension(AccessOuterClass.access, declared.build());
    }
    if (!path.isEmpty()) {
      options.setExtension(AnnotationsProto.http, HttpRule.newBuilder().setGet(path).build());
    }
    return MethodDescriptorProto.newBuilder()
        .setName(name)
        .setInputType(".test.v1.Note")
        .setOutputType(".test.v1.Note")
        .setOptions(options);
  }

  private Contract add(
      MethodDescriptorProto.Builder method,
      ServerCallHandler<DynamicMessage, DynamicMessage> handler) {
    service.addMethod(method);
    handlers.put(method.getName(), handler);
    return this;
  }

  private FileDescriptor file() {
    FileDescriptor built = file;
    if (built == null) {
      var proto =
          FileDescriptorProto.newBuilder()
              .setName("test.proto")
              .setPackage("test.v1")
              .setSyntax("proto3")
              .addDependency(AccessOuterClass.getDescriptor().getName())
              .addDependency(AnnotationsProto.getDescriptor().getName())
              .addDependency(FieldBehaviorProto.getDescriptor().getName())
              .addMessageType(note())
              .addService(service)
              .build();
      try {
        built =
            FileDescriptor.buildFrom(
                proto,
                new FileDescriptor[] {
                  AccessOuterClass.getDescriptor(),
                  AnnotationsProto.getDescriptor(),
                  FieldBehaviorProto.getDescriptor()
                });
      } catch (DescriptorValidationException e) {
        throw new IllegalStateException(e);
      }
      file = built;
    }
    return built;
  }

  private static DescriptorProto note() {
    return DescriptorProto.newBuilder()
        .setName("Note")
        .addField(field("name", 1, FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field("parent", 2, FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field("text", 3, FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field("password", 4, FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field("session_secret", 5, FieldDescriptorProto.Type.TYPE_BYTES))
        .addField(field("page_token", 6, FieldDescriptorProto.Type.TYPE_STRING))
        .addField(
            field("inner", 7, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".test.v1.Note"))
        .addField(
            field("names", 8, FieldDescriptorProto.Type.TYPE_STRING)
                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
        .addField(field("number", 9, FieldDescriptorProto.Type.TYPE_INT32))
        .addField(
            field("pin", 10, FieldDescriptorProto.Type.TYPE_STRING)
                .setOptions(FieldOptions.newBuilder().setDebugRedact(true)))
        .addField(
            field("origin", 11, FieldDescriptorProto.Type.TYPE_STRING)
                .setOptions(
                    FieldOptions.newBuilder()
                        .addExtension(FieldBehaviorProto.fieldBehavior, FieldBehavior.OUTPUT_ONLY)))
        .addField(field("etag", 12, FieldDescriptorProto.Type.TYPE_STRING))
        .build();
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }

  private Descriptor noteType() {
    return file().findMessageTypeByName("Note");
  }

  /// Makes a note from pairs of field and text.
  public DynamicMessage note(String... fieldsAndTexts) {
    var note = DynamicMessage.newBuilder(noteType());
    for (int i = 0; i < fieldsAndTexts.length; i += 2) {
      note.setField(noteType().findFieldByName(fieldsAndTexts[i]), fieldsAndTexts[i + 1]);
    }
    return note.build();
  }

  /// Makes a note with one value of any type.
  public DynamicMessage noteWith(String field, Object value) {
    return DynamicMessage.newBuilder(noteType())
        .setField(noteType().findFieldByName(field), value)
        .build();
  }

  /// Reads a text of a note.
  public static String text(DynamicMessage note, String field) {
    return String.valueOf(note.getField(note.getDescriptorForType().findFieldByName(field)));
  }

  /// Answers an RPC as clients and servers know it.
  public MethodDescriptor<DynamicMessage, DynamicMessage> method(String name) {
    var proto = file().findServiceByName("Probe").findMethodByName(name);
    var note = ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(noteType()));
    return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setType(type(proto))
        .setFullMethodName(SERVICE + "/" + name)
        .setRequestMarshaller(note)
        .setResponseMarshaller(note)
        .setSchemaDescriptor(new Schema(proto))
        .build();
  }

  private static MethodType type(com.google.protobuf.Descriptors.MethodDescriptor proto) {
    if (proto.isClientStreaming()) {
      return MethodType.BIDI_STREAMING;
    }
    return proto.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
  }

  public ServiceDescriptor descriptor() {
    return bindService().getServiceDescriptor();
  }

  @Override
  public ServerServiceDefinition bindService() {
    var descriptor = ServiceDescriptor.newBuilder(SERVICE);
    var methods = handlers.keySet().stream().map(this::method).toList();
    methods.forEach(descriptor::addMethod);
    var bound = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(method ->
        bound.addMethod(
            method,
            Objects.requireNonNull(
                handlers.get(Objects.requireNonNull(method.getBareMethodName())))));
    return bound.build();
  }

  private record Schema(com.google.protobuf.Descriptors.MethodDescriptor method)
      implements ProtoMethodDescriptorSupplier {
    @Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return method;
    }

    @Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return method.getService();
    }

    @Override
    public FileDescriptor getFileDescriptor() {
      return method.getFile();
    }
  }
}
