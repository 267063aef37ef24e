package io.aramaki.kit.grpc.matrix;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.type.v1.Access;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Every list that shows people what they may see, read to its end in pages of one item: what is
/// hidden lies between the pages, where it is left out or shown by mistake.
///
/// The lists come from the descriptors, so whoever compares with what is expected hears of a new
/// one.
public final class VisibleLists {
  private static final int PATIENCE_SECONDS = 20;

  private final List<MethodDescriptor<?, ?>> lists;
  private final MemberCallers callers;

  /// Finds the lists of services.
  public VisibleLists(Collection<ServiceDescriptor> services, MemberCallers callers) {
    this.lists =
        services.stream()
            .flatMap(service -> service.getMethods().stream())
            .filter(VisibleLists::isFiltered)
            .toList();
    this.callers = callers;
  }

  private static boolean isFiltered(MethodDescriptor<?, ?> method) {
    MethodAccess access = MethodAccess.of(method);
    return access.scope() == Access.Scope.FILTERED && access.admits(Access.Caller.PERSON);
  }

  /// Answers the names of all that a person is shown, by the method.
  public Map<String, Set<String>> shownTo(String user) {
    return lists.stream()
        .collect(
            Collectors.toMap(
                method -> MethodAccess.of(method).method(), method -> shown(method, user)));
  }

  private Set<String> shown(MethodDescriptor<?, ?> method, String user) {
    var names = new HashSet<String>();
    Message request = request(method);
    String token = "";
    do {
      Message page = call(method, user, BareRequests.with(request, "page_token", token));
      for (String name : names(page)) {
        if (!names.add(name)) {
          throw new AssertionError(method.getFullMethodName() + " shows " + name + " twice");
        }
      }
      token = text(page, "next_page_token");
    } while (!token.isEmpty());
    return Set.copyOf(names);
  }

  /// A list of everything, whatever collections its parent has.
  private static Message request(MethodDescriptor<?, ?> method) {
    var parent =
        BareRequests.variable(method)
            .orElseThrow(
                () -> new IllegalStateException(method.getFullMethodName() + " has no HTTP path"));
    Message all =
        BareRequests.with(
            BareRequests.empty(method), parent.path(), parent.pattern().replace('*', '-'));
    return BareRequests.with(all, "page_size", 1);
  }

  private Message call(MethodDescriptor<?, ?> method, String user, Message request) {
    @SuppressWarnings("unchecked") // the request is made from the method's own prototype
    var unary = (MethodDescriptor<Message, Message>) method;
    var approach = callers.person(user, MethodAccess.of(method));
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            approach.channel(), MetadataUtils.newAttachHeadersInterceptor(approach.headers())),
        unary,
        CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
        request);
  }

  /// The names of the messages in the one field that holds messages.
  private static List<String> names(Message page) {
    FieldDescriptor items =
        page.getDescriptorForType().getFields().stream()
            .filter(FieldDescriptor::isRepeated)
            .findFirst()
            .orElseThrow();
    return ((List<?>) page.getField(items))
        .stream().map(item -> text((Message) item, "name")).toList();
  }

  private static String text(Message message, String field) {
    return String.valueOf(message.getField(message.getDescriptorForType().findFieldByName(field)));
  }
}
