package io.aramaki.gateway.web;

/// Keeps a wish where to go next within these pages, so that nobody can be sent to another site
/// with a link that looks like ours.
public final class LocalPath {
  private static final String HOME = "/";

  private LocalPath() {}

  /// Answers the wished path if it is one of ours, else the home page.
  public static String of(String wanted) {
    boolean ours =
        wanted.startsWith("/")
            && !wanted.startsWith("//")
            && wanted.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\' && c != '"');
    return ours && !wanted.startsWith("/login") && !wanted.startsWith("/logout") ? wanted : HOME;
  }
}
