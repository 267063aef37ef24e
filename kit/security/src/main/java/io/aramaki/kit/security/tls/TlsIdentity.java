package io.aramaki.kit.security.tls;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.UnsafeKeyFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key and certificate of this process, in a directory, replaced while the process runs. TLS
/// contexts made from it use the new certificate in every handshake after the replacement; open
/// connections keep the one they began with.
public final class TlsIdentity {
  private static final Logger log = LoggerFactory.getLogger(TlsIdentity.class);

  private final MaterialDirectory directory;
  private final Clock clock;
  private final List<Consumer<KeyMaterial>> listeners = new CopyOnWriteArrayList<>();
  private volatile Generation generation;

  /// The current material, and the one before for handshakes that began with it.
  private record Generation(long number, KeyMaterial material, @Nullable KeyMaterial before) {}

  private TlsIdentity(MaterialDirectory directory, Clock clock, KeyMaterial material) {
    this.directory = directory;
    this.clock = clock;
    this.generation = new Generation(1, material, null);
  }

  /// Answers whether the directory holds key material, whatever its state.
  public static boolean isPresent(Path directory) {
    return new MaterialDirectory(directory).isPresent();
  }

  /// Opens the directory.
  ///
  /// @throws UnsafeKeyFile if a file is missing or broken, others may read the key, or the files do
  ///   not belong together
  public static TlsIdentity open(Path directory, Clock clock) {
    var files = new MaterialDirectory(directory);
    return new TlsIdentity(files, clock, files.read());
  }

  /// Writes the first material into the directory, or replaces what is there, and opens it.
  public static TlsIdentity create(Path directory, KeyMaterial material, Clock clock) {
    var files = new MaterialDirectory(directory);
    files.write(material);
    return new TlsIdentity(files, clock, material);
  }

  public KeyMaterial material() {
    return generation.material();
  }

  public Identity identity() {
    return material().identity();
  }

  /// Answers when the certificate ends.
  public Instant expireTime() {
    return material().expireTime();
  }

  /// Answers whether the certificate ended.
  public boolean isExpired() {
    return !clock.instant().isBefore(expireTime());
  }

  /// Answers when to ask for the next certificate: after two thirds of this one's life, so that a
  /// third is left to fail in.
  public Instant renewTime() {
    var start = material().startTime();
    return start.plus(Duration.between(start, expireTime()).multipliedBy(2).dividedBy(3));
  }

  /// Replaces key, certificate and authorities: durable in the directory, then in force.
  ///
  /// @throws NotTrusted if it is for another identity, or ended already; then nothing changes
  public synchronized void replace(KeyMaterial next) {
    checkSuccessor(next);
    directory.write(next);
    use(next);
  }

  /// Reads the directory again, where another process may have replaced the files.
  ///
  /// @return true if the files had changed; they are in force now
  /// @throws UnsafeKeyFile as [#open(Path, Clock)] does, and then the old ones stay in force
  /// @throws NotTrusted if it is for another identity, or ended already; then the old ones stay in
  ///   force, too
  public synchronized boolean reload() {
    var read = directory.read();
    var held = material();
    if (read.chain().equals(held.chain()) && read.authorities().equals(held.authorities())) {
      return false;
    }
    checkSuccessor(read);
    use(read);
    return true;
  }

  /// Calls back after each replacement, on the thread that replaces. What the callback throws is
  /// logged.
  ///
  /// @return runs to end it
  public Runnable onReplace(Consumer<KeyMaterial> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  Clock clock() {
    return clock;
  }

  /// Names the current material for the two calls in which TLS asks for key and chain.
  String alias() {
    return Long.toString(generation.number());
  }

  /// Answers the material that [#alias()] named, unless it was replaced twice since.
  @Nullable KeyMaterial named(String alias) {
    var now = generation;
    if (alias.equals(Long.toString(now.number()))) {
      return now.material();
    }
    return alias.equals(Long.toString(now.number() - 1)) ? now.before() : null;
  }

  private void checkSuccessor(KeyMaterial next) {
    if (!next.identity().equals(identity())) {
      throw new NotTrusted(
          Reason.WRONG_IDENTITY,
          "the certificate of " + identity() + " cannot be replaced by one of " + next.identity());
    }
    if (!clock.instant().isBefore(next.expireTime())) {
      throw new NotTrusted(
          Reason.EXPIRED, "the new certificate ended already at " + next.expireTime());
    }
  }

  private void use(KeyMaterial next) {
    var now = generation;
    generation = new Generation(now.number() + 1, next, now.material());
    log.atInfo().addKeyValue("expires", next.expireTime()).log("certificate replaced");
    for (var listener : listeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a listener failed after the certificate was replaced");
      }
    }
  }
}
