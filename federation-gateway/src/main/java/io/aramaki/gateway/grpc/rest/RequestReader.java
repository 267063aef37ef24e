package io.aramaki.gateway.grpc.rest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.aramaki.gateway.grpc.route.BadInput;
import io.aramaki.gateway.grpc.route.Route;
import java.util.List;
import java.util.Map;

/// Makes an RPC's request of a path, a query and a body.
public final class RequestReader {
  private static final String WHOLE = "*";

  private final Fields fields;
  private final JsonBody bodies;

  /// @param org the organisation's resource name, which `orgs/-` stands for
  public RequestReader(String org) {
    var names = new Names(org);
    this.fields = new Fields(names);
    this.bodies = new JsonBody(names);
  }

  /// Reads a request.
  ///
  /// @param variables what the path says, by field
  /// @param query the parameters, each with its values in order
  /// @param body the JSON text; empty if there was none
  /// @throws BadInput if it says something that the RPC does not understand
  public Message read(
      Route route, Map<String, String> variables, Map<String, List<String>> query, String body) {
    Message.Builder builder = route.requestPrototype().newBuilderForType();
    readBody(route, builder, body);
    query.forEach((name, values) -> {
      checkParameter(route, name);
      fields.set(builder, name, values);
    });
    variables.forEach((name, value) -> setFromPath(builder, name, value));
    return builder.build();
  }

  private void readBody(Route route, Message.Builder builder, String body) {
    if (route.body().isEmpty()) {
      if (!body.isBlank()) {
        throw new BadInput("", route + " takes no body; put parameters into the query");
      }
      return;
    }
    JsonElement json = body.isBlank() ? new JsonObject() : StrictJson.parse(body);
    if (route.body().equals(WHOLE)) {
      bodies.fill(builder, json, "");
    } else {
      FieldDescriptor field = builder.getDescriptorForType().findFieldByName(route.body());
      bodies.set(builder, field, json, route.body());
    }
  }

  private static void checkParameter(Route route, String name) {
    if (route.template().fields().contains(name)) {
      throw new BadInput(name, "is given by the path " + route.path());
    }
    if (route.body().equals(WHOLE)) {
      throw new BadInput(name, route + " takes its fields in the body, not in the query");
    }
    if (!route.body().isEmpty()
        && (name.equals(route.body()) || name.startsWith(route.body() + "."))) {
      throw new BadInput(name, "is given by the body");
    }
  }

  /// The path wins where the body says nothing; a body that says something else is a mistake.
  private void setFromPath(Message.Builder builder, String name, String value) {
    Message.Builder fresh = builder.getDefaultInstanceForType().newBuilderForType();
    fields.set(fresh, name, List.of(value));
    Object wanted = text(fresh, name);
    Object said = text(builder, name);
    if (!said.equals("") && !said.equals(wanted)) {
      throw new BadInput(
          name, "is \"" + said + "\" in the body but \"" + wanted + "\" in the path");
    }
    if (said.equals("")) {
      fields.set(builder, name, List.of(value));
    }
  }

  private static Object text(Message.Builder builder, String path) {
    Message.Builder at = builder;
    String[] steps = path.split("\\.", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      at = at.getFieldBuilder(at.getDescriptorForType().findFieldByName(steps[i]));
    }
    return at.getField(at.getDescriptorForType().findFieldByName(steps[steps.length - 1]));
  }
}
