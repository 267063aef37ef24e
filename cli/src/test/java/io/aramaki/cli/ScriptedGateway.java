package io.aramaki.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.aramaki.cli.terminal.Questions;
import io.aramaki.cli.terminal.Terminal;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.Pem;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A gateway as far as the command line sees it: HTTPS with a certificate of the organisation's own
/// authority, answers by a script. Beside it what the command printed.
final class ScriptedGateway implements AutoCloseable {
  private static final String COOKIE = "__Host-aramaki=session-1";
  private static final Duration LIFETIME = Duration.ofHours(1);

  /// Writes the body of an answer, as slowly as it likes.
  interface Body {
    void write(OutputStream out) throws Exception;
  }

  private record Scripted(int status, Body body) {}

  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Scripted> script = new ConcurrentHashMap<>();
  private final HttpsServer server;
  private final Path home;

  ScriptedGateway(Path directory) throws Exception {
    var random = new SecureRandom();
    var org = OrgId.of(SigningKey.generate(random).publicKey());
    var authority = CertificateAuthority.create(org, random, Clock.systemUTC());
    var material =
        authority.issueOwn(
            Identity.service(org, "gateway", "1"),
            new ExtraNames(List.of("localhost", "127.0.0.1")),
            LIFETIME);
    var identity = TlsIdentity.create(directory.resolve("tls"), material, Clock.systemUTC());
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(TlsContexts.mutual(identity).sslContext()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
    home = Files.createDirectories(directory.resolve("home"));
    Files.write(home.resolve("ca.pem"), Pem.format(List.of(authority.certificate())));
    connect("token-1");
  }

  private void connect(String token) throws IOException {
    Files.writeString(
        home.resolve("cli.json"),
        "{\"url\":\"%s\",\"token\":\"%s\",\"ca\":\"ca.pem\"}".formatted(url(), token));
  }

  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  Path home() {
    return home;
  }

  /// Answers a request with JSON.
  ///
  /// @param request `VERB path`, with the query
  ScriptedGateway on(String request, String json) {
    return on(request, 200, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
  }

  ScriptedGateway refuse(String request, int status, String reason, String message) {
    var json =
        "{\"error\":{\"code\":%d,\"reason\":\"%s\",\"message\":\"%s\"}}"
            .formatted(status, reason, message);
    return on(request, status, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
  }

  ScriptedGateway on(String request, int status, Body body) {
    script.put(request, new Scripted(status, body));
    return this;
  }

  /// Answers every GET of a path with JSON, whatever its query.
  void answerAll(String path, int status, String json) {
    on("GET " + path, status, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      var request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(request + (sent.isEmpty() ? "" : " " + sent));
      var headers = exchange.getRequestHeaders();
      var authorized =
          "Bearer token-1".equals(headers.getFirst("Authorization"))
              || COOKIE.equals(headers.getFirst("Cookie"))
              || request.equals("POST /login");
      var answer =
          authorized ? scripted(exchange, request) : new Scripted(401, out -> out.write('{'));
      if (answer == null) {
        answer = new Scripted(404, out -> out.write("{}".getBytes(StandardCharsets.UTF_8)));
      }
      if (request.equals("POST /login") && answer.status == 200) {
        exchange.getResponseHeaders().set("Set-Cookie", COOKIE + "; Path=/; Secure");
      }
      exchange.sendResponseHeaders(answer.status, 0);
      answer.body.write(exchange.getResponseBody());
      // Not if the script fails: then the connection breaks in the middle of the answer.
      exchange.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private @Nullable Scripted scripted(HttpExchange exchange, String request) {
    Scripted whole = script.get(request);
    return whole == null
        ? script.get(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath())
        : whole;
  }

  /// Runs a command and answers its exit code.
  int run(String... args) {
    return runWith("", args);
  }

  /// Runs a command that reads standard input.
  int runWith(String input, String... args) {
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Questions.of(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))));
    return Main.run(args, Map.of("ARAMAKI_HOME", home.toString()), terminal);
  }

  String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
