package io.aramaki.gateway.grpc.call;

import io.aramaki.inventory.v1.ListRightsRequest;
import io.aramaki.inventory.v1.UserServiceGrpc;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.grpc.access.RightsSource;
import io.grpc.Channel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Asks inventory what somebody may do.
public final class RightsReader implements RightsSource {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  private final Channel inventory;

  public RightsReader(Channel inventory) {
    this.inventory = inventory;
  }

  @Override
  public Rights rightsOf(String principal) {
    return Rights.of(
        UserServiceGrpc.newBlockingStub(inventory)
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .listRights(ListRightsRequest.newBuilder().setPrincipal(principal).build())
            .getRightsList());
  }
}
