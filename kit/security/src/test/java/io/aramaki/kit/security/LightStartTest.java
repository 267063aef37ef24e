package io.aramaki.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.KeySet;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent starts without BouncyCastle: neither loaded, nor even on the class path.
final class LightStartTest {
  @TempDir Path directory;

  @Test
  void agentStart_withoutBouncyCastle_works() throws Exception {
    // Given
    var world = new World();
    TlsIdentity.create(directory.resolve("tls"), world.agent("web-1"), world.clock);
    var keySet = KeySet.newBuilder().setOrg(world.org.value()).setVersion(1).build();
    KeySetFile.create(directory.resolve("keys"), world.org, KeySets.sign(world.root, keySet));

    // When
    String identity;
    try (var light = withoutBouncyCastle()) {
      assertThatExceptionOfType(ClassNotFoundException.class)
          .isThrownBy(() -> light.loadClass("org.bouncycastle.asn1.x500.X500Name"));
      identity =
          (String)
              light
                  .loadClass("io.aramaki.kit.security.LightStart")
                  .getMethod("start", Path.class, String.class)
                  .invoke(null, directory, world.org.value());
    }

    // Then
    assertThat(identity).isEqualTo("aramaki://" + world.org + "/agent/web-1 version 1");
  }

  private static URLClassLoader withoutBouncyCastle() throws IOException {
    var urls =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("bouncycastle"))
            .map(LightStartTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      URI uri = Path.of(entry).toUri();
      return uri.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
