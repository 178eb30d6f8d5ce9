package io.gavel.config;

import static io.gavel.config.Variable.DATABASE_URL;
import static io.gavel.config.Variable.GAVEL_AUTH_JWKS_URL;
import static io.gavel.config.Variable.GAVEL_AUTH_PUBLIC_KEY_FILE;
import static io.gavel.config.Variable.GAVEL_AUTH_SECRET;
import static io.gavel.config.Variable.GAVEL_BUS_AUTHORITY_FILE;
import static io.gavel.config.Variable.GAVEL_BUS_CERTIFICATE_FILE;
import static io.gavel.config.Variable.GAVEL_BUS_KEY_FILE;
import static io.gavel.config.Variable.GAVEL_BUS_PORT;
import static io.gavel.config.Variable.GAVEL_CLUSTER_HOST;
import static io.gavel.config.Variable.GAVEL_CLUSTER_PORT;
import static io.gavel.config.Variable.GAVEL_DATA_DIR;
import static io.gavel.config.Variable.GAVEL_HOST;
import static io.gavel.config.Variable.GAVEL_JAAS_WEBHOOK_SECRET;
import static io.gavel.config.Variable.GAVEL_JITSI_CONTROL_URL;
import static io.gavel.config.Variable.GAVEL_JITSI_EVENTS_TOKEN;
import static io.gavel.config.Variable.GAVEL_JITSI_KEY_FILE;
import static io.gavel.config.Variable.GAVEL_JITSI_KEY_ID;
import static io.gavel.config.Variable.GAVEL_JITSI_RECORDER_TOKEN;
import static io.gavel.config.Variable.GAVEL_JITSI_RESERVATION_TOKEN;
import static io.gavel.config.Variable.GAVEL_MANAGEMENT_HOST;
import static io.gavel.config.Variable.GAVEL_MANAGEMENT_PORT;
import static io.gavel.config.Variable.JITSI_APP_SECRET;
import static io.gavel.config.Variable.PORT;

import io.gavel.config.Settings.Given;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node does not start with although each value alone is one. */
final class Refusals {
    private static final int SHORTEST_SECRET = 32;
    private static final List<Variable> KEYS =
            List.of(GAVEL_AUTH_SECRET, GAVEL_AUTH_PUBLIC_KEY_FILE, GAVEL_AUTH_JWKS_URL);
    /** What Jitsi's servers show here. */
    private static final List<Variable> FOR_SERVERS = List.of(
            GAVEL_JITSI_RESERVATION_TOKEN,
            GAVEL_JITSI_EVENTS_TOKEN,
            GAVEL_JITSI_RECORDER_TOKEN,
            GAVEL_JAAS_WEBHOOK_SECRET);

    private static final List<Variable> BUS_FILES =
            List.of(GAVEL_BUS_KEY_FILE, GAVEL_BUS_CERTIFICATE_FILE, GAVEL_BUS_AUTHORITY_FILE);

    private final Settings settings;
    private final Faults faults;

    private final Config config;

    Refusals(Settings settings, Faults faults, Config config) {
        this.settings = settings;
        this.faults = faults;
        this.config = config;
    }

    void of(Mode mode) {
        switch (mode) {
            case DEV -> dev();
            case PRODUCTION -> production();
        }
    }

    private void dev() {
        if (keys().size() > 1) {
            faults.add(names(KEYS), names(keys()), "at most one of the three");
        }
        loopback(GAVEL_HOST);
        loopback(GAVEL_MANAGEMENT_HOST);
        if (config.cluster().enabled()) {
            loopback(GAVEL_CLUSTER_HOST);
        }
    }

    private void production() {
        var takes = "in production a secret of your own of at least " + SHORTEST_SECRET + " bytes";
        // Also where a key signs in its place: the day the key is taken away, what stands here signs.
        settings.find(JITSI_APP_SECRET)
                .ifPresentOrElse(
                        given -> appSecret(given, takes), () -> faults.add("JITSI_APP_SECRET", "nothing", takes));
        settings.find(GAVEL_AUTH_SECRET)
                .filter(Refusals::isShort)
                .ifPresent(given -> faults.add(GAVEL_AUTH_SECRET, given, takes));
        for (var variable : FOR_SERVERS) {
            settings.find(variable).filter(Refusals::isShort).ifPresent(given -> faults.add(variable, given, takes));
        }
        if (keys().size() != 1) {
            faults.add(
                    names(KEYS), keys().isEmpty() ? "none" : names(keys()), "in production exactly one of the three");
        }
        if (!settings.has(DATABASE_URL)) {
            faults.add("DATABASE_URL", "nothing", "in production " + DATABASE_URL.takes());
        }
        clusterHost();
    }

    void anyMode() {
        var folder = config.dataDirectory();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            faults.add(
                    "GAVEL_DATA_DIR", Shown.quoted(folder.toString()) + ", which is no folder", GAVEL_DATA_DIR.takes());
        }
        key();
        busFiles();
        ports();
    }

    /** One half of a key is none; and rooms are ended only by what is signed with one. */
    private void key() {
        var hasFile = settings.has(GAVEL_JITSI_KEY_FILE);
        if (hasFile != settings.has(GAVEL_JITSI_KEY_ID)) {
            var missing = hasFile ? GAVEL_JITSI_KEY_ID : GAVEL_JITSI_KEY_FILE;
            faults.add(missing.name(), "nothing", missing.takes());
        }
        if (settings.has(GAVEL_JITSI_CONTROL_URL) && !hasFile) {
            faults.add(
                    "GAVEL_JITSI_KEY_FILE",
                    "nothing, and GAVEL_JITSI_CONTROL_URL is set",
                    GAVEL_JITSI_KEY_FILE.takes());
        }
    }

    /** All three or none. */
    private void busFiles() {
        if (BUS_FILES.stream().anyMatch(settings::has)) {
            BUS_FILES.stream()
                    .filter(file -> !settings.has(file))
                    .forEach(missing -> faults.add(missing.name(), "nothing", missing.takes()));
        }
    }

    /** Names each two sockets that would want the same address. */
    private void ports() {
        var http = config.http();
        var management = config.management();
        var cluster = config.cluster();
        var sockets = new ArrayList<>(List.of(
                new Socket(PORT, new HostPort(http.host(), http.port())),
                new Socket(GAVEL_MANAGEMENT_PORT, new HostPort(management.host(), management.port()))));
        if (cluster.enabled()) {
            sockets.add(new Socket(GAVEL_CLUSTER_PORT, new HostPort(cluster.host(), cluster.port())));
            sockets.add(new Socket(GAVEL_BUS_PORT, new HostPort(cluster.host(), cluster.busPort())));
        }
        for (var i = 1; i < sockets.size(); i++) {
            var socket = sockets.get(i);
            sockets.subList(0, i).stream()
                    .filter(socket::meets)
                    .forEach(other -> faults.add(
                            socket.variable.name(),
                            socket.place.port() + ", as " + other.variable + " has",
                            "a port of its own"));
        }
    }

    private record Socket(Variable variable, HostPort place) {
        boolean meets(Socket other) {
            var hosts = Stream.of(place, other.place).map(HostPort::host).collect(Collectors.toSet());
            var samePlace = hosts.size() == 1
                    || hosts.stream().anyMatch(Hosts::isWildcard)
                    || hosts.equals(Set.of("localhost", "127.0.0.1"));
            return place.port() != 0 && place.port() == other.place.port() && samePlace;
        }
    }

    private void appSecret(Given given, String takes) {
        if (given.text().equals(JITSI_APP_SECRET.defaultValue())) {
            faults.add("JITSI_APP_SECRET", "the built-in default (" + given.source() + ")", takes);
        } else if (isShort(given)) {
            faults.add(JITSI_APP_SECRET, given, takes);
        }
    }

    private void clusterHost() {
        var host = config.http().host();
        if (config.cluster().enabled() && !settings.has(GAVEL_CLUSTER_HOST) && Hosts.isWildcard(host)) {
            faults.add(
                    "GAVEL_CLUSTER_HOST",
                    "nothing, and GAVEL_HOST is " + host,
                    "in a production cluster " + GAVEL_CLUSTER_HOST.takes());
        }
    }

    private void loopback(Variable host) {
        settings.find(host)
                .filter(given -> Hosts.parse(given.text())
                        .filter(parsed -> !Hosts.isLoopback(parsed))
                        .isPresent())
                .ifPresent(given -> faults.add(host, given, "in dev a loopback address: 127.0.0.1, ::1 or localhost"));
    }

    private List<Variable> keys() {
        return KEYS.stream().filter(settings::has).toList();
    }

    private static boolean isShort(Given given) {
        return given.text().getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET;
    }

    private static String names(List<Variable> variables) {
        return variables.stream().map(Variable::name).collect(Collectors.joining(", "));
    }
}
