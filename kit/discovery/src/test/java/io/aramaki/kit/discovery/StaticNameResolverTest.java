package io.aramaki.kit.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.EquivalentAddressGroup;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.NameResolver;
import io.grpc.NameResolver.ResolutionResult;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class StaticNameResolverTest {
  private final BlockingQueue<StatusOr<List<EquivalentAddressGroup>>> told =
      new LinkedBlockingQueue<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static:///",
        "static:///host",
        "static:///host:",
        "static:///host:0",
        "static:///host:65536",
        "static:///host:123456",
        "static:///:1",
        "static:///a:1,,b:2",
        "static:///a:1,",
        "static:///a:1;b:2",
        "static://a:1",
        "static://a:1/b:2",
        "static:a:1",
        "static:///a/b:1",
      })
  void target_malformed_isRefusedWhenTheChannelIsMade(String target) {
    var builder = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create());

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must");
  }

  @Test
  void target_ofAddresses_resolvesToEach() throws Exception {
    var groups = resolve("static:///127.0.0.1:1,127.0.0.2:2,%5B::1%5D:3").getValue();

    assertThat(groups)
        .containsExactly(group("127.0.0.1", 1), group("127.0.0.2", 2), group("0:0:0:0:0:0:0:1", 3));
  }

  @Test
  void target_withAHostThatIsNotFound_resolvesToTheOthers() throws Exception {
    var groups = resolve("static:///no-such-host.invalid:1,127.0.0.1:2").getValue();

    assertThat(groups).containsExactly(group("127.0.0.1", 2));
  }

  @Test
  void target_ofHostsThatAreNotFound_isUnavailableAndNamesThem() throws Exception {
    Status status = resolve("static:///no-such-host.invalid:1").getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).contains("no-such-host.invalid");
  }

  @Test
  void target_ofAName_hasAllItsAddressesAsOneInstance() throws Exception {
    var groups = resolve("static:///localhost:7").getValue();

    assertThat(groups).hasSize(1);
    assertThat(groups.getFirst().getAddresses())
        .hasSameSizeAs(InetAddress.getAllByName("localhost"))
        .contains(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7));
  }

  @Test
  void resolver_refreshed_looksAgain() throws Exception {
    // Given
    var gate = gate();
    NameResolver resolver = resolver("static:///127.0.0.1:1", gate);
    gate.execute(() -> resolver.start(listener()));
    told.poll(20, TimeUnit.SECONDS);

    // When
    gate.execute(resolver::refresh);

    // Then
    assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(resolver.getServiceAuthority()).isEqualTo("127.0.0.1:1");
  }

  private StatusOr<List<EquivalentAddressGroup>> resolve(String target) throws Exception {
    var gate = gate();
    NameResolver resolver = resolver(target, gate);
    gate.execute(() -> resolver.start(listener()));
    var result = told.poll(20, TimeUnit.SECONDS);
    gate.execute(resolver::shutdown);
    if (result == null) {
      throw new AssertionError("nothing was told");
    }
    return result;
  }

  private NameResolver.Listener2 listener() {
    return new NameResolver.Listener2() {
      @Override
      public void onResult(ResolutionResult result) {
        told.add(result.getAddressesOrError());
      }

      @Override
      public Status onResult2(ResolutionResult result) {
        told.add(result.getAddressesOrError());
        return Status.OK;
      }

      @Override
      public void onError(Status error) {
        told.add(StatusOr.fromStatus(error));
      }
    };
  }

  private static SynchronizationContext gate() {
    return new SynchronizationContext((_, e) -> {
      throw new AssertionError(e);
    });
  }

  private static NameResolver resolver(String target, SynchronizationContext gate) {
    var args =
        NameResolver.Args.newBuilder()
            .setDefaultPort(443)
            .setProxyDetector(_ -> null)
            .setSynchronizationContext(gate)
            .setServiceConfigParser(
                new NameResolver.ServiceConfigParser() {
                  @Override
                  public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> raw) {
                    return NameResolver.ConfigOrError.fromConfig(raw);
                  }
                })
            .build();
    return new StaticNameResolverProvider().newNameResolver(URI.create(target), args);
  }

  private static EquivalentAddressGroup group(String ip, int port) throws Exception {
    return new EquivalentAddressGroup(
        List.of(new InetSocketAddress(InetAddress.getByName(ip), port)));
  }
}
