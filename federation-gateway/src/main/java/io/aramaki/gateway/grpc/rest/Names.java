package io.aramaki.gateway.grpc.rest;

import java.util.regex.Pattern;

/// Completes `orgs/-`, "this organisation", in what people and machines send. Only a text that as a
/// whole is a resource name is touched, never one that happens to contain such words.
final class Names {
  private static final Pattern THIS_ORG =
      Pattern.compile("orgs/-((?:/[a-z][A-Za-z0-9-]*/[a-z0-9-]+)*)");
  private static final int NAME_LENGTH_MAX = 512;

  private final String org;

  /// @param org the organisation's resource name, `orgs/{org}`
  Names(String org) {
    this.org = org;
  }

  String complete(String text) {
    if (text.length() > NAME_LENGTH_MAX || !text.startsWith("orgs/-")) {
      return text;
    }
    var matcher = THIS_ORG.matcher(text);
    return matcher.matches() ? org + matcher.group(1) : text;
  }
}
