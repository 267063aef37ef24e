package io.aramaki.agent.app;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Stop;
import io.aramaki.kit.config.Configs;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckDefinitionSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An organisation, its scripted gateway, and an enrolled agent in this process.
final class AgentWorld implements AutoCloseable {
  final TestOrg org = new TestOrg();
  final Path directory;
  ScriptedGateway gateway;
  @Nullable AgentApp agent;
  String extraConfig = "";

  AgentWorld(Path directory) throws IOException {
    this.directory = directory;
    this.gateway = new ScriptedGateway(org, directory.resolve("gateway"), 0);
  }

  AgentConfig config() {
    return Configs.parse(yaml(), "test", Map.of(), AgentConfig.class);
  }

  String yaml() {
    String session = extraConfig.contains("session:") ? "" : "session: {goodbye-timeout: 700ms}\n";
    return "state-directory: %s\nspool: {reserve-bytes: 0}\n%s%s"
        .formatted(state().path(), session, extraConfig);
  }

  StateDirectory state() {
    return new StateDirectory(directory.resolve("state"));
  }

  String enrol() {
    return new EnrolCommand(config(), Environment.system(), new SecureRandom())
        .run(org.token(gateway.address(), gateway.secret).format());
  }

  AgentWorld enrolled() {
    if (!state().isEnrolled()) {
      enrol();
    }
    return this;
  }

  void start() throws IOException {
    agent = AgentApp.start(config(), Environment.system(), new Stop());
  }

  void stop() {
    if (agent != null) {
      agent.close();
      agent = null;
    }
  }

  /// The gateway dies; its port stays known.
  int closeGateway() {
    int port = gateway.port();
    gateway.close();
    return port;
  }

  void openGateway(int port) throws IOException {
    gateway = new ScriptedGateway(org, directory.resolve("gateway"), port);
  }

  CheckDefinitionSet.Builder checks(long version, String name, String... arguments) {
    return CheckDefinitionSet.newBuilder()
        .setAgent(org.agent)
        .setVersion(version)
        .addChecks(
            Check.newBuilder()
                .setName("orgs/" + org.id + "/checks/" + name)
                .setSystem(org.system)
                .setInterval(com.google.protobuf.Duration.newBuilder().setSeconds(1))
                .setCommand(Check.Command.newBuilder().addAllArguments(List.of(arguments))));
  }

  Path script(String name, String body) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
    return file;
  }

  @Override
  public void close() {
    stop();
    gateway.close();
  }
}
