package io.gavel.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the server runs as and how its folder looks to that user.
 *
 * <p>An ordinary user runs the server itself. Root hands the folder to an unprivileged user, and all work within
 * the folder is done as that user, so that a link planted there gains nothing. When that user may not pass a parent of
 * the folder (as below /root), the folder is opened by root and inherited: a path below /proc/self/fd skips the parents.
 */
final class ServerAccount {
    static final List<String> SHELL = List.of("/bin/sh", "-c", "exec \"$@\"", "sh");
    private static final String INHERITING = "exec 9<\"$1\" && shift && exec \"$@\"";
    private static final String INHERITED = "/proc/self/fd/9";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final List<String> launcher;
    private final String seenFolder;
    private final int nodeUid;

    private ServerAccount(Path folder, List<String> launcher, String seenFolder, int nodeUid) {
        this.folder = folder;
        this.launcher = launcher;
        this.seenFolder = seenFolder;
        this.nodeUid = nodeUid;
    }

    /** Chooses the user for a folder, given by its real path, and makes the folder that user's. */
    static ServerAccount of(Path folder) throws PostgresException {
        if (CommandRun.onWindows()) {
            return new ServerAccount(folder, List.of(), folder.toString(), -1);
        }
        int uid = UnixUser.current();
        return uid == 0
                ? unprivileged(folder, UnixUser.forFolder(folder))
                : new ServerAccount(folder, SHELL, folder.toString(), uid);
    }

    private static ServerAccount unprivileged(Path folder, UnixUser user) throws PostgresException {
        List<String> switching = user.launcher();
        user.takeOver(folder);
        List<String> direct = new ArrayList<>(SHELL);
        direct.addAll(switching);
        List<String> inheriting = new ArrayList<>(List.of("/bin/sh", "-c", INHERITING, "sh", folder.toString()));
        inheriting.addAll(switching);
        for (ServerAccount account : List.of(
                new ServerAccount(folder, direct, folder.toString(), 0),
                new ServerAccount(folder, inheriting, INHERITED, 0))) {
            if (account.mayWrite()) {
                return account;
            }
        }
        throw new PostgresException("uid " + user.uid() + ", which is to run PostgreSQL, cannot write in " + folder
                + "; choose another folder or set DATABASE_URL");
    }

    private boolean mayWrite() throws PostgresException {
        return script("", "test -w \"$0/.\"", seenFolder).succeeded();
    }

    Path folder() {
        return folder;
    }

    /** The node's own user; -1 where users have no numbers. */
    int nodeUid() {
        return nodeUid;
    }

    /** An entry of the folder as a path that the server's user can open. */
    String seen(String name) {
        return CommandRun.onWindows() ? folder.resolve(name).toString() : seenFolder + "/" + name;
    }

    CommandRun run(Duration limit, String input, String... words) throws PostgresException {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(words));
        return CommandRun.of(command, input, limit);
    }

    /** Runs a shell script whose positional parameters start at $0. */
    CommandRun script(String input, String script, String... parameters) throws PostgresException {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", script));
        words.addAll(List.of(parameters));
        return run(LIMIT, input, words.toArray(String[]::new));
    }

    /** Creates an empty file that others may read, or leaves the one that is there. */
    void touch(String name) throws PostgresException {
        if (!CommandRun.onWindows()) {
            require(script("", "umask 022; : >>\"$0\"", seen(name)), name);
        }
    }

    /** Writes a file that only the server's user and root can read. */
    void writeSecret(String name, String text) throws PostgresException {
        Path file = folder.resolve(name);
        try {
            if (CommandRun.onWindows()) {
                Files.writeString(file, text);
            } else {
                require(script(text, "umask 077; rm -f -- \"$0\" && cat >\"$0\"", seen(name)), name);
                FileTree.force(file);
            }
        } catch (IOException e) {
            throw new PostgresException("Cannot write " + file, e);
        }
    }

    void delete(String name) throws PostgresException {
        try {
            if (CommandRun.onWindows()) {
                FileTree.delete(folder.resolve(name));
            } else {
                require(script("", "rm -rf -- \"$0\"", seen(name)), name);
            }
        } catch (IOException e) {
            throw new PostgresException("Cannot delete " + folder.resolve(name), e);
        }
    }

    private void require(CommandRun run, String name) throws PostgresException {
        if (!run.succeeded()) {
            throw new PostgresException("Cannot change " + folder.resolve(name)
                    + "; run as its owner or set DATABASE_URL: " + run.output());
        }
    }
}
