package io.gavel;

import io.gavel.config.Config;
import io.gavel.config.ConfigException;
import io.gavel.config.ConfigLoader;
import io.gavel.postgres.PostgresException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one node from its configuration and waits for its end. What cannot start says why in a line and exits with 1. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        var workingDirectory = Path.of("").toAbsolutePath();
        if (CheckTokenCommand.isMeant(arguments)) {
            var command = new CheckTokenCommand(workingDirectory, System.getenv(), System.in, System.out, System.err);
            System.exit(command.run(List.of(arguments), Instant.now()));
            return;
        }
        if (ArchiveCommand.isMeant(arguments)) {
            System.exit(new ArchiveCommand(System.err).run(List.of(arguments)));
            return;
        }
        var config = read(workingDirectory, List.of(arguments));
        if (config == null) {
            System.exit(1);
            return;
        }
        LogFormat.choose(config.mode());
        var log = LoggerFactory.getLogger(Main.class);
        config.describe().forEach(line -> log.info("{}", line));
        config.warnings().forEach(line -> log.warn("{}", line));
        var node = new Node(config);
        var down = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, down), "shutdown"));
        start(node, config, workingDirectory, log);
        Banner.print(config, node);
        down.await();
    }

    private static void start(Node node, Config config, Path workingDirectory, Logger log) {
        try {
            node.start(workingDirectory);
        } catch (InterruptedException stopped) {
            log.info("stopped before the node was up");
            System.exit(1);
        } catch (Exception failure) {
            var reason = reason(failure, config);
            if (reason.isEmpty()) {
                log.error("the start failed unexpectedly", failure);
            }
            System.err.println("Gavel did not start: " + reason.orElse(failure.toString()));
            System.exit(1);
        }
    }

    private static @Nullable Config read(Path workingDirectory, List<String> arguments) {
        try {
            return ConfigLoader.load(workingDirectory, System.getenv(), arguments);
        } catch (ConfigException faulty) {
            faulty.faults().forEach(System.err::println);
            return null;
        }
    }

    private static void close(Node node, CountDownLatch down) {
        node.close();
        down.countDown();
    }

    /** What a person can do something about; anything else is a defect. */
    private static Optional<String> reason(Throwable failure, Config config) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return Optional.of("PORT %d or GAVEL_MANAGEMENT_PORT %d is taken by another program"
                        .formatted(config.http().port(), config.management().port()));
            }
            if (cause instanceof PostgresException
                    || cause instanceof FlywayException
                    || cause instanceof IOException) {
                return Optional.ofNullable(cause.getMessage())
                        .flatMap(text -> text.lines().findFirst());
            }
        }
        return Optional.empty();
    }
}
