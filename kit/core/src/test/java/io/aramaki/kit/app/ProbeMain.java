package io.aramaki.kit.app;

import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A tiny application that misbehaves as its configuration file says; run in a JVM of its own.
final class ProbeMain {
  private ProbeMain() {}

  public static void main(String[] args) {
    System.exit(App.run("probe", args, () -> "\nkeys: none\n", ProbeMain::start));
  }

  private static Running start(Launch launch) throws Exception {
    String how = launch.config().isPresent() ? Files.readString(launch.config().get()) : "good";
    switch (how) {
      case "bad configuration" -> throw new BadConfiguration("probe.yaml:1: no key \"x\"");
      case "crash" -> throw new IllegalStateException("no disk");
      case "start forever" -> {
        System.out.println("starting");
        new CountDownLatch(1).await();
      }
      case "fail later" -> launch.stop().fail(new IllegalStateException("state is wrong"));
      case "stop itself" -> launch.stop().request();
      case "die in a thread" ->
          Thread.ofPlatform()
              .start(() -> {
                throw new AssertionError("invariant broken");
              });
      case "pass failpoints" -> Failpoint.at("here");
      default -> {}
    }
    return new Running() {
      @Override
      public Map<String, String> addresses() {
        return Map.of("http", "127.0.0.1:2", "grpc", "127.0.0.1:1");
      }

      @Override
      public void close() {
        System.out.println("closed");
      }
    };
  }
}
