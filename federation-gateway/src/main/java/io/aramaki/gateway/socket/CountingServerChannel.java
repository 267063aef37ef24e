package io.aramaki.gateway.socket;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;

/// A socket that accepts a connection only if there is a place for it, and closes it otherwise.
final class CountingServerChannel extends NioServerSocketChannel {
  private final Semaphore places;

  CountingServerChannel(Semaphore places) {
    this.places = places;
  }

  /// Answers what was accepted, also when it is closed again: 0 would end this round of accepting.
  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int count = super.doReadMessages(accepted);
    if (count > 0) {
      admitNewest(accepted);
    }
    return count;
  }

  private void admitNewest(List<Object> accepted) {
    var connection = (Channel) accepted.getLast();
    if (places.tryAcquire()) {
      var _ = connection.closeFuture().addListener(_ -> places.release());
    } else {
      accepted.removeLast();
      connection.unsafe().closeForcibly();
    }
  }
}
