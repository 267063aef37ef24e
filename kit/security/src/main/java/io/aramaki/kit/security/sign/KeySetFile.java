package io.aramaki.kit.security.sign;

import com.google.protobuf.InvalidProtocolBufferException;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.PrivateFiles;
import io.aramaki.kit.security.UnsafeKeyFile;
import io.aramaki.type.v1.SignedKeySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/// The newest key set that this process ever accepted, kept in a file so that a restart cannot be
/// used to show it an older one.
public final class KeySetFile implements Supplier<TrustedKeys> {
  private final Path file;
  private volatile TrustedKeys held;

  private KeySetFile(Path file, TrustedKeys held) {
    this.file = file;
    this.held = held;
  }

  /// Opens the file.
  ///
  /// @throws UnsafeKeyFile if it is missing or holds no key set of this organisation
  public static KeySetFile open(Path file, OrgId org) {
    return new KeySetFile(file, read(file, org));
  }

  /// Writes the first key set, or offers this one to the file that exists.
  public static KeySetFile create(Path file, OrgId org, SignedKeySet first) {
    if (Files.exists(file)) {
      var opened = open(file, org);
      opened.offer(first);
      return opened;
    }
    var keys = KeySets.verify(first, org);
    PrivateFiles.write(file, first.toByteArray());
    return new KeySetFile(file, keys);
  }

  /// Answers the keys in force.
  @Override
  public TrustedKeys get() {
    return held;
  }

  /// Takes a key set that somebody showed; it is durable before it is in force.
  ///
  /// @return true if it is newer than the one that was held
  /// @throws NotTrusted as [KeySets#accept(TrustedKeys, SignedKeySet)] does, and then nothing
  ///   changes
  public synchronized boolean offer(SignedKeySet shown) {
    var next = KeySets.accept(held, shown);
    if (next.version() == held.version()) {
      return false;
    }
    PrivateFiles.write(file, shown.toByteArray());
    held = next;
    return true;
  }

  private static TrustedKeys read(Path file, OrgId org) {
    try {
      return KeySets.verify(SignedKeySet.parseFrom(PrivateFiles.readPublic(file)), org);
    } catch (InvalidProtocolBufferException | NotTrusted e) {
      throw new UnsafeKeyFile(file, "holds no key set of organisation " + org, e);
    }
  }
}
