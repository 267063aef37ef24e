package io.aramaki.gateway.grpc.route;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Message;
import io.aramaki.type.v1.Access;
import io.aramaki.type.v1.AccessOuterClass;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// All routes of the REST interface, read from the `google.api.http` options of the services' RPCs.
public final class Routes {
  private final List<Route> routes;

  private Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /// What a request's method and path lead to.
  public sealed interface Match {
    /// A route.
    ///
    /// @param variables what the path says, by field
    record Found(Route route, Map<String, String> variables) implements Match {}

    /// The path exists, but not with this method.
    ///
    /// @param allowed the methods that it has
    record WrongVerb(List<String> allowed) implements Match {}

    /// There is no such path.
    record Unknown() implements Match {}
  }

  /// Reads the options.
  ///
  /// @throws IllegalArgumentException if two routes are the same, or one cannot be served: a
  ///   mistake in a proto
  public static Routes of(List<ServiceDescriptor> services) {
    var routes = new ArrayList<Route>();
    for (ServiceDescriptor service : services) {
      service.getMethods().forEach(rpc -> routes.addAll(routesOf(rpc)));
    }
    routes.sort(Comparator.comparing(Route::path).thenComparing(Route::verb));
    var seen = new TreeSet<String>();
    for (Route route : routes) {
      if (!seen.add(route.toString())) {
        throw new IllegalArgumentException("two RPCs have the route " + route);
      }
    }
    return new Routes(routes);
  }

  private static List<Route> routesOf(MethodDescriptor<?, ?> rpc) {
    if (!(rpc.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema)) {
      throw new IllegalArgumentException(rpc.getFullMethodName() + " has no descriptor");
    }
    var options = schema.getMethodDescriptor().getOptions();
    if (!options.hasExtension(AnnotationsProto.http)) {
      return List.of();
    }
    HttpRule rule = options.getExtension(AnnotationsProto.http);
    var rules = new ArrayList<HttpRule>();
    rules.add(rule);
    rules.addAll(rule.getAdditionalBindingsList());
    return rules.stream()
        .map(each -> route(each, rpc, options.getExtension(AccessOuterClass.access)))
        .toList();
  }

  private static Route route(HttpRule rule, MethodDescriptor<?, ?> rpc, Access access) {
    if (!rpc.getType().clientSendsOneMessage()) {
      throw new IllegalArgumentException(
          rpc.getFullMethodName() + " takes a stream of requests, which REST has not");
    }
    if (!rule.getResponseBody().isEmpty()) {
      throw new IllegalArgumentException(
          rpc.getFullMethodName() + " has a response_body, which is not supported");
    }
    String verb = rule.getPatternCase().name();
    String path =
        switch (rule.getPatternCase()) {
          case GET -> rule.getGet();
          case PUT -> rule.getPut();
          case POST -> rule.getPost();
          case DELETE -> rule.getDelete();
          case PATCH -> rule.getPatch();
          case CUSTOM, PATTERN_NOT_SET ->
              throw new IllegalArgumentException(
                  rpc.getFullMethodName() + " has a rule of kind " + verb);
        };
    var messages = messages(rpc);
    return new Route(
        verb,
        PathTemplate.parse(path),
        rule.getBody(),
        messages,
        prototype(messages.getRequestMarshaller()),
        access);
  }

  /// Every RPC of ours takes and returns protobuf messages; the generated type just cannot say so.
  @SuppressWarnings("unchecked")
  private static MethodDescriptor<Message, Message> messages(MethodDescriptor<?, ?> rpc) {
    return (MethodDescriptor<Message, Message>) rpc;
  }

  private static Message prototype(MethodDescriptor.Marshaller<Message> marshaller) {
    if (marshaller instanceof MethodDescriptor.PrototypeMarshaller<Message> protobuf) {
      Message prototype = protobuf.getMessagePrototype();
      if (prototype != null) {
        return prototype;
      }
    }
    throw new IllegalArgumentException(marshaller + " makes no protobuf messages");
  }

  /// Answers all routes by path.
  public List<Route> all() {
    return routes;
  }

  /// Finds the route of a request.
  ///
  /// @param path as it came, percent-encoded, without the query
  /// @throws BadInput if the path cannot be decoded
  public Match find(String verb, String path) {
    RequestPath parsed = RequestPath.parse(path);
    var allowed = new TreeSet<String>();
    for (Route route : routes) {
      Optional<Map<String, String>> variables = route.template().match(parsed);
      if (variables.isPresent()) {
        if (route.verb().equals(verb)) {
          return new Match.Found(route, variables.get());
        }
        allowed.add(route.verb());
      }
    }
    return allowed.isEmpty() ? new Match.Unknown() : new Match.WrongVerb(List.copyOf(allowed));
  }
}
