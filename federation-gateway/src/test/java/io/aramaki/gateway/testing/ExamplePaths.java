package io.aramaki.gateway.testing;

/// Makes a path of a template: `/v1/{name=orgs/*/systems/*}:run` → `/v1/orgs/x0/systems/x1:run`,
/// `/systems/{system}` → `/systems/x0`.
public final class ExamplePaths {
  private ExamplePaths() {}

  public static String of(String template) {
    String path =
        template.replaceAll("\\{[a-z_.]+=([^}]*)}", "$1").replaceAll("\\{\\*?[a-z_]+}", "*");
    for (int star = 0; path.contains("*"); star++) {
      path = path.replaceFirst("\\*", "x" + star);
    }
    return path;
  }
}
