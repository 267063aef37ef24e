package io.aramaki.gateway.web;

import io.aramaki.kit.security.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Style sheets and scripts. Each has its hash in its address, so that a browser keeps it for ever
/// and still gets a new one at once.
public final class Assets {
  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final int HASH_LENGTH = 16;
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /// Where each comes from on the class path.
  private static final Map<String, String> SOURCES =
      Map.of(
          "pico.css", WEBJARS + "picocss__pico/2.1.1/css/pico.min.css",
          "htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js",
          "aramaki.css", "/io/aramaki/gateway/web/assets/aramaki.css",
          "aramaki.js", "/io/aramaki/gateway/web/assets/aramaki.js",
          "icon.svg", "/io/aramaki/gateway/web/assets/icon.svg");

  private record Asset(String mediaType, String content, String hash) {}

  private final Map<String, Asset> assets;

  private Assets(Map<String, Asset> assets) {
    this.assets = Map.copyOf(assets);
  }

  /// Reads all.
  ///
  /// @throws IllegalStateException if one is missing: a mistake in the build
  public static Assets load() {
    var assets = new HashMap<String, Asset>();
    SOURCES.forEach((name, source) -> assets.put(name, read(name, source)));
    return new Assets(assets);
  }

  private static Asset read(String name, String source) {
    try (@Nullable InputStream in = Assets.class.getResourceAsStream(source)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + source);
      }
      byte[] bytes = in.readAllBytes();
      return new Asset(
          mediaType(name),
          new String(bytes, StandardCharsets.UTF_8),
          Sha256.of(bytes).hex().substring(0, HASH_LENGTH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mediaType(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".css" -> "text/css; charset=utf-8";
      case ".js" -> "text/javascript; charset=utf-8";
      default -> "image/svg+xml";
    };
  }

  /// Answers the address of one.
  public String url(String name) {
    Asset asset = assets.get(name);
    if (asset == null) {
      throw new IllegalArgumentException("there is no asset " + name);
    }
    return "/assets/" + name + "?v=" + asset.hash;
  }

  /// Answers where each is.
  public List<Way> ways() {
    return assets.entrySet().stream()
        .map(entry ->
            new Way("GET", "/assets/" + entry.getKey(), (ask, _) -> answer(ask, entry.getValue())))
        .toList();
  }

  private static Answer answer(Ask ask, Asset asset) {
    boolean current = ask.query().equals("v=" + asset.hash);
    return new Answer.Whole(
        200,
        Map.of("content-type", asset.mediaType, "cache-control", current ? FOR_EVER : "no-cache"),
        asset.content);
  }
}
