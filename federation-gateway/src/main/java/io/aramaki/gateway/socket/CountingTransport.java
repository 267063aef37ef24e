package io.aramaki.gateway.socket;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.vertx.core.impl.transports.NioTransport;
import java.util.concurrent.Semaphore;

/// The transport that Vert.x takes by itself, but for the sockets that accept.
final class CountingTransport extends NioTransport {
  private final Semaphore places;

  CountingTransport(Semaphore places) {
    this.places = places;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return domainSocket
        ? super.serverChannelFactory(true)
        : () -> new CountingServerChannel(places);
  }
}
