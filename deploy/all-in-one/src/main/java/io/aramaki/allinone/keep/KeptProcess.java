package io.aramaki.allinone.keep;

import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/// A Java process of ours that is kept alive.
public final class KeptProcess implements Kept {
  private final Part part;
  private @Nullable Child child;

  public KeptProcess(Part part) {
    this.part = part;
  }

  @Override
  public String name() {
    return part.name();
  }

  @Override
  public void start() {
    child = Child.adopt(part.pidFile()).orElseGet(() -> Child.start(part));
  }

  @Override
  public boolean alive() {
    return child != null && child.alive();
  }

  @Override
  public boolean ready() {
    return alive() && Files.exists(part.readyFile());
  }

  @Override
  public long pid() {
    return child == null ? 0 : child.pid();
  }

  @Override
  public void stop() {
    if (child != null) {
      child.stop();
    }
  }
}
