package io.aramaki.agent.check.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Ends a process with everything that it started.
///
/// On Linux the process leads a session of its own, which `/proc` shows for each member, also for
/// those whose parent has ended. Elsewhere only descendants by parent are found.
public final class ProcessTree {
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Path PROC = Path.of("/proc");
  private static final int PASSES_MAX = 20;
  private static final int GROUP_FIELD = 2;
  private static final int SESSION_FIELD = 3;

  private ProcessTree() {}

  /// Answers the command under which a program leads a session of its own, if there is a way.
  public static List<String> ownSession(List<String> command) {
    if (!Files.isExecutable(SETSID)) {
      return command;
    }
    return Stream.concat(Stream.of(SETSID.toString()), command.stream()).toList();
  }

  /// Kills the process and all that belongs to it. Repeats until nothing new is found, because a
  /// process may fork while it is being looked for. Parents die before their children: a shell
  /// whose child was killed would go on with its next command.
  public static void kill(Process process) {
    for (int pass = 0; pass < PASSES_MAX; pass++) {
      List<ProcessHandle> members = members(process);
      if (members.isEmpty()) {
        return;
      }
      members.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<ProcessHandle> members(Process process) {
    var members = new ArrayList<ProcessHandle>();
    if (process.isAlive()) {
      members.add(process.toHandle());
    }
    // Children come before grandchildren
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      descendants.forEach(members::add);
    }
    if (Files.isDirectory(PROC)) {
      addSession(process.pid(), members);
    }
    return members;
  }

  private static void addSession(long leader, List<ProcessHandle> members) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path directory : processes) {
        if (belongsTo(leader, directory)) {
          long pid = Long.parseLong(String.valueOf(directory.getFileName()));
          ProcessHandle.of(pid).ifPresent(members::add);
        }
      }
    } catch (IOException _) {
      // Without a listing the descendants are all that can be found.
    }
  }

  /// Reads `pid (name) state ppid pgrp session …`; the name may hold anything, also parentheses.
  private static boolean belongsTo(long leader, Path directory) {
    try {
      String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 6);
      boolean zombie = fields[0].equals("Z");
      String id = Long.toString(leader);
      return !zombie && (fields[GROUP_FIELD].equals(id) || fields[SESSION_FIELD].equals(id));
    } catch (IOException | IndexOutOfBoundsException _) {
      return false;
    }
  }
}
