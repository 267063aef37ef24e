package io.aramaki.bench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A program from a package of Debian: the installed one, or one from a package that is fetched and
/// unpacked without being installed. So nothing is changed on the machine, no service is started,
/// and nobody has to be root.
///
/// @param name the package
/// @param version the package's version
/// @param root below which `usr/bin` lies
public record DebianProgram(String name, String version, Path root) {
  private static final Path INSTALLED = Path.of("/");

  /// Finds the package, or fetches it.
  ///
  /// @param program one that it contains
  /// @param cache where fetched packages stay for the next run
  /// @throws IOException if it is neither there nor to be had; the message says what to do
  public static DebianProgram find(String name, String program, Path cache)
      throws IOException, InterruptedException {
    Path unpacked = cache.resolve(name);
    if (!Files.isExecutable(INSTALLED.resolve("usr/bin").resolve(program))
        && !Files.isExecutable(unpacked.resolve("usr/bin").resolve(program))) {
      fetch(name, unpacked);
    }
    boolean fetched = Files.isExecutable(unpacked.resolve("usr/bin").resolve(program));
    String version =
        fetched
            ? Files.readString(unpacked.resolve("version")).strip()
            : output(List.of("dpkg-query", "-W", "-f", "${Version}", name), cache);
    return new DebianProgram(name, version, fetched ? unpacked : INSTALLED);
  }

  private static void fetch(String name, Path unpacked) throws IOException, InterruptedException {
    Files.createDirectories(unpacked);
    try {
      output(List.of("apt-get", "download", name), unpacked);
      Path file;
      try (Stream<Path> files = Files.list(unpacked)) {
        file =
            files
                .filter(path -> path.toString().endsWith(".deb"))
                .findFirst()
                .orElseThrow(() -> new IOException("apt-get left no file"));
      }
      output(List.of("dpkg-deb", "-x", file.toString(), unpacked.toString()), unpacked);
      String version =
          output(List.of("dpkg-deb", "-f", file.toString(), "Version"), unpacked).strip();
      Files.delete(file);
      Files.writeString(unpacked.resolve("version"), version + "\n");
    } catch (IOException e) {
      Directories.delete(unpacked);
      throw new IOException(
          ("%s is neither installed nor could its package be fetched (%s). On Debian 12, as root:"
                  + " apt-get update && apt-get install --no-install-recommends %s; or leave it out"
                  + " with --only")
              .formatted(name, e.getMessage(), name),
          e);
    }
  }

  private static String output(List<String> command, Path directory)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("'%s' ended with %d".formatted(String.join(" ", command), code));
    }
    return text;
  }

  /// The command that runs one of its programs.
  public List<String> command(String program, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(root.resolve("usr/bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }
}
