package io.aramaki.kit.discovery;

import static org.assertj.core.api.Assertions.fail;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Remembers what a watch has told.
final class Found implements ServiceWatch.Listener {
  private static final int WAIT_SECONDS_MAX = 20;

  private final BlockingQueue<Set<Integer>> ports = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

  @Override
  public void found(List<InetSocketAddress> instances) {
    ports.add(instances.stream().map(InetSocketAddress::getPort).collect(Collectors.toSet()));
  }

  @Override
  public void failed(String reason) {
    failures.add(reason);
  }

  /// Waits until exactly these ports are told.
  void await(Integer... expected) throws InterruptedException {
    Set<Integer> last = Set.of(-1);
    while (!last.equals(Set.of(expected))) {
      Set<Integer> next = ports.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
      if (next == null) {
        fail("waited for ports %s, told last were %s", Set.of(expected), last);
        return;
      }
      last = next;
    }
  }

  void awaitFailure() throws InterruptedException {
    if (failures.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS) == null) {
      fail("waited for a failure");
    }
  }

  /// Answers how many more times the watch has told something.
  int more() {
    return ports.size();
  }
}
