package io.aramaki.agent.session.held;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.PrivateFiles;
import io.aramaki.kit.security.UnsafeKeyFile;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.SignedDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A signed document of which only the newest version counts, kept in a file so that the agent
/// works from its start also when nobody answers, and so that an older version is never accepted
/// again.
///
/// @param <T> the message
public final class HeldDocument<T extends Message> {
  private static final Logger log = LoggerFactory.getLogger(HeldDocument.class);

  /// For which agent a document is and which version it has.
  record Label(String agent, long version) {}

  /// What kind of document it is.
  ///
  /// @param type the default instance of the message
  /// @param purpose what the key must be for that signed it
  /// @param label reads agent and version
  record Kind<T extends Message>(T type, Purpose purpose, Function<T, Label> label) {}

  private final Path file;
  private final Kind<T> kind;
  private final String agent;
  private final Supplier<TrustedKeys> keys;
  private final Consumer<T> inForce;
  private volatile long version;

  /// @param agent this agent, by resource name
  /// @param inForce is given each version that comes into force
  HeldDocument(
      Path file, Kind<T> kind, String agent, Supplier<TrustedKeys> keys, Consumer<T> inForce) {
    this.file = file;
    this.kind = kind;
    this.agent = agent;
    this.keys = keys;
    this.inForce = inForce;
  }

  /// Puts into force what the file holds, if it still verifies.
  public synchronized void load() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      T document = verify(SignedDocument.parseFrom(PrivateFiles.readPublic(file)));
      version = kind.label.apply(document).version();
      inForce.accept(document);
    } catch (InvalidProtocolBufferException | NotTrusted | UnsafeKeyFile e) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e)
          .log("held document does not count");
    }
  }

  public long version() {
    return version;
  }

  /// Takes a document that the server pushed: durable first, then in force. What is forged, meant
  /// for somebody else or older is logged and changes nothing.
  public synchronized void offer(SignedDocument signed) {
    try {
      T document = verify(signed);
      long offered = kind.label.apply(document).version();
      if (offered > version) {
        PrivateFiles.write(file, signed.toByteArray());
        version = offered;
        inForce.accept(document);
      } else if (offered < version) {
        log.atWarn()
            .addKeyValue("held", version)
            .addKeyValue("offered", offered)
            .log("an older document is refused");
      }
    } catch (NotTrusted e) {
      log.atError()
          .addKeyValue("file", file)
          .addKeyValue("reason", e.getMessage())
          .log("document refused");
    }
  }

  private T verify(SignedDocument signed) {
    T document = Signatures.verify(signed, keys.get(), kind.purpose, kind.type);
    String meant = kind.label.apply(document).agent();
    if (!meant.equals(agent)) {
      throw new NotTrusted(
          NotTrusted.Reason.MALFORMED, "a document for " + meant + " was shown to " + agent);
    }
    return document;
  }
}
