package io.aramaki.kit.app;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears SIGTERM and SIGINT before the JVM begins to shut down, so that the application closes with
/// logging still at work and chooses the exit code itself (docs/adr/0031-orderly-end.md).
///
/// By reflection, because `sun.misc.Signal` is exported by `jdk.unsupported` and yet warned of at
/// every use. A runtime without it falls back to the shutdown hook of [App].
final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  static void handle(Runnable action, String... names) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      Object called =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      for (String name : names) {
        Object number = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, number, called);
      }
    } catch (ReflectiveOperationException e) {
      log.atDebug().setCause(e).log("signals are left to the JVM");
    }
  }
}
