package io.gavel.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An unprivileged user by number, with a group that is not root's. */
record UnixUser(int uid, int gid) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The user this process runs as. */
    static int current() throws PostgresException {
        return id("-u").orElseThrow(() -> new PostgresException("Cannot learn the own user from the command id"));
    }

    /** Who owns the data, else who owns the folder, else postgres, else nobody. */
    static UnixUser forFolder(Path folder) throws PostgresException {
        for (Path path : List.of(folder.resolve(Cluster.DATA), folder)) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && attribute(path, "uid") != 0) {
                int uid = attribute(path, "uid");
                return withGroup(uid, attribute(path, "gid"));
            }
        }
        for (String name : List.of("postgres", "nobody")) {
            Optional<Integer> uid = id("-u", name);
            if (uid.isPresent() && uid.get() != 0) {
                return withGroup(uid.get(), uid.get());
            }
        }
        throw new PostgresException("PostgreSQL refuses to run as root and there is neither a user postgres nor nobody;"
                + " run Gavel as an ordinary user or set DATABASE_URL");
    }

    private static UnixUser withGroup(int uid, int otherwise) throws PostgresException {
        int gid = id("-g", Integer.toString(uid)).orElse(otherwise);
        return new UnixUser(uid, gid == 0 ? uid : gid);
    }

    /** The words before a command that make it run as this user for good, without a way back to more rights. */
    List<String> launcher() throws PostgresException {
        List<String> setpriv = List.of(
                "setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--no-new-privs", "--inh-caps=-all");
        CommandRun run = tryOut(setpriv);
        if (run.succeeded()) {
            return setpriv;
        }
        Optional<String> name = output("-un", Integer.toString(uid));
        if (name.isPresent()) {
            List<String> runuser = List.of("runuser", "-u", name.get(), "--");
            if (tryOut(runuser).succeeded()) {
                return runuser;
            }
        }
        throw new PostgresException("PostgreSQL refuses to run as root, and neither setpriv nor runuser could switch"
                + " to uid " + uid + "; run Gavel as an ordinary user or set DATABASE_URL: " + run.output());
    }

    /** Makes a folder of root this user's; one that already has another owner stays as it is. */
    void takeOver(Path folder) throws PostgresException {
        if (attribute(folder, "uid") != 0) {
            return;
        }
        try {
            Files.setAttribute(folder, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(folder, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new PostgresException("Cannot give " + folder + " to uid " + uid + "; set DATABASE_URL", e);
        }
    }

    static int attribute(Path path, String name) throws PostgresException {
        try {
            return (Integer) Files.getAttribute(path, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new PostgresException("Cannot inspect " + path, e);
        }
    }

    private static CommandRun tryOut(List<String> launcher) throws PostgresException {
        List<String> command = new ArrayList<>(ServerAccount.SHELL);
        command.addAll(launcher);
        command.add("true");
        return CommandRun.of(command, "", LIMIT);
    }

    private static Optional<Integer> id(String... arguments) throws PostgresException {
        return output(arguments).map(Integer::valueOf);
    }

    private static Optional<String> output(String... arguments) throws PostgresException {
        List<String> command = new ArrayList<>(ServerAccount.SHELL);
        command.add("id");
        command.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(command, "", LIMIT);
        return run.succeeded() ? Optional.of(run.output().strip()) : Optional.empty();
    }
}
