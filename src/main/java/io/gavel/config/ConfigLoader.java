package io.gavel.config;

import static io.gavel.config.Variable.DATABASE_URL;
import static io.gavel.config.Variable.GAVEL_ADDRESS_REQUESTS;
import static io.gavel.config.Variable.GAVEL_AUDIT_DAYS;
import static io.gavel.config.Variable.GAVEL_AUTH_AUDIENCE;
import static io.gavel.config.Variable.GAVEL_AUTH_ISSUER;
import static io.gavel.config.Variable.GAVEL_AUTH_JWKS_URL;
import static io.gavel.config.Variable.GAVEL_AUTH_MAX_TOKEN_SECONDS;
import static io.gavel.config.Variable.GAVEL_AUTH_PUBLIC_KEY_FILE;
import static io.gavel.config.Variable.GAVEL_AUTH_SECRET;
import static io.gavel.config.Variable.GAVEL_AUTH_USER_ID_CLAIM;
import static io.gavel.config.Variable.GAVEL_BUS_PORT;
import static io.gavel.config.Variable.GAVEL_CLUSTER;
import static io.gavel.config.Variable.GAVEL_CLUSTER_HOST;
import static io.gavel.config.Variable.GAVEL_CLUSTER_MEMBERS;
import static io.gavel.config.Variable.GAVEL_CLUSTER_PORT;
import static io.gavel.config.Variable.GAVEL_CORS_ORIGINS;
import static io.gavel.config.Variable.GAVEL_DATABASE_CONNECTIONS;
import static io.gavel.config.Variable.GAVEL_DATA_DIR;
import static io.gavel.config.Variable.GAVEL_EMPTY_SECONDS;
import static io.gavel.config.Variable.GAVEL_EVENT_DAYS;
import static io.gavel.config.Variable.GAVEL_GRACE_SECONDS;
import static io.gavel.config.Variable.GAVEL_HOST;
import static io.gavel.config.Variable.GAVEL_HSTS_SECONDS;
import static io.gavel.config.Variable.GAVEL_JAAS_WEBHOOK_SECRET;
import static io.gavel.config.Variable.GAVEL_JITSI_CONTROL_URL;
import static io.gavel.config.Variable.GAVEL_JITSI_EVENTS_TOKEN;
import static io.gavel.config.Variable.GAVEL_JITSI_EVIDENCE_MINUTES;
import static io.gavel.config.Variable.GAVEL_JITSI_FEATURES;
import static io.gavel.config.Variable.GAVEL_JITSI_KEY_FILE;
import static io.gavel.config.Variable.GAVEL_JITSI_KEY_ID;
import static io.gavel.config.Variable.GAVEL_JITSI_MUC;
import static io.gavel.config.Variable.GAVEL_JITSI_PATH;
import static io.gavel.config.Variable.GAVEL_JITSI_RECORDER_TOKEN;
import static io.gavel.config.Variable.GAVEL_JITSI_RESERVATION_OCCUPANTS;
import static io.gavel.config.Variable.GAVEL_JITSI_RESERVATION_TOKEN;
import static io.gavel.config.Variable.GAVEL_JITSI_RESERVATION_WHEN_UNSURE;
import static io.gavel.config.Variable.GAVEL_JITSI_TOKEN_SECONDS;
import static io.gavel.config.Variable.GAVEL_LEASE_SECONDS;
import static io.gavel.config.Variable.GAVEL_MANAGEMENT_HOST;
import static io.gavel.config.Variable.GAVEL_MANAGEMENT_PORT;
import static io.gavel.config.Variable.GAVEL_MAX_MEETING_MINUTES;
import static io.gavel.config.Variable.GAVEL_MEDIA_MISSING_SECONDS;
import static io.gavel.config.Variable.GAVEL_MESSAGE_DAYS;
import static io.gavel.config.Variable.GAVEL_MODE;
import static io.gavel.config.Variable.GAVEL_NOTIFICATION_DAYS;
import static io.gavel.config.Variable.GAVEL_NO_SHOW_MINUTES;
import static io.gavel.config.Variable.GAVEL_OBSERVE_SECONDS;
import static io.gavel.config.Variable.GAVEL_OFFLINE_SECONDS;
import static io.gavel.config.Variable.GAVEL_RECORDING_LINK_SECONDS;
import static io.gavel.config.Variable.GAVEL_RECORDING_VIEWERS;
import static io.gavel.config.Variable.GAVEL_SWEEP_SECONDS;
import static io.gavel.config.Variable.GAVEL_TRUSTED_PROXIES;
import static io.gavel.config.Variable.GAVEL_UNCONFIRMED_SECONDS;
import static io.gavel.config.Variable.GAVEL_UNLIMITED_ADDRESSES;
import static io.gavel.config.Variable.GAVEL_USER_REQUESTS;
import static io.gavel.config.Variable.JITSI_APP_ID;
import static io.gavel.config.Variable.JITSI_APP_SECRET;
import static io.gavel.config.Variable.JITSI_DOMAIN;
import static io.gavel.config.Variable.JITSI_RECORDING_ENABLED;
import static io.gavel.config.Variable.JITSI_RECORDING_PATH;
import static io.gavel.config.Variable.JITSI_ROOM_PREFIX;
import static io.gavel.config.Variable.PORT;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of one node from all its sources and checks the whole of it before anything else happens. */
public final class ConfigLoader {
    private final Path workingDirectory;
    private final Settings settings;
    private final Faults faults;
    private final Values values;
    private final List<String> warnings;

    private ConfigLoader(Path workingDirectory, Settings settings, Faults faults, List<String> warnings) {
        this.workingDirectory = workingDirectory;
        this.settings = settings;
        this.faults = faults;
        this.values = new Values(settings, faults);
        this.warnings = warnings;
    }

    /**
     * Reads built-in defaults, then {@code conf/gavel.json}, in dev {@code .env}, the environment and the command line;
     * the later wins.
     *
     * @param workingDirectory where relative paths start
     * @throws ConfigException naming every fault there is
     */
    public static Config load(Path workingDirectory, Map<String, String> environment, List<String> arguments)
            throws ConfigException {
        var faults = new Faults();
        var warnings = new ArrayList<String>();
        var settings = new Sources(workingDirectory, faults, warnings).read(environment, arguments);
        return new ConfigLoader(workingDirectory, settings, faults, warnings).config();
    }

    /**
     * Reads what concerns Jitsi alone, from the same sources. A node might refuse to start with the rest.
     *
     * @throws ConfigException naming every fault of that part
     */
    public static Jitsi loadJitsi(Path workingDirectory, Map<String, String> environment, List<String> arguments)
            throws ConfigException {
        var faults = new Faults();
        var warnings = new ArrayList<String>();
        var settings = new Sources(workingDirectory, faults, warnings).read(environment, arguments);
        var jitsi = new ConfigLoader(workingDirectory, settings, faults, warnings).jitsi();
        faults.throwIfAny();
        return jitsi;
    }

    /** Every variable that there is. */
    public static List<Variable> variables() {
        return List.of(Variable.values());
    }

    private Config config() throws ConfigException {
        var asked = values.find(GAVEL_MODE, Parsers::mode);
        var mode = asked.orElse(Mode.DEV);
        var http = http(mode);
        var jitsi = jitsi();
        var config = new Config(
                mode,
                http,
                management(http),
                values.get(GAVEL_DATA_DIR, text -> Parsers.path(workingDirectory, text)),
                values.orNull(DATABASE_URL, DatabaseUrl::parse),
                values.number(GAVEL_DATABASE_CONNECTIONS),
                auth(),
                jitsi,
                jitsiServer(jitsi),
                recordingAccess(),
                cluster(http),
                meetings());
        var refusals = new Refusals(settings, faults, config);
        refusals.anyMode();
        // With a mode that is none, nobody knows which of the others hold.
        if (asked.isPresent() || !settings.has(GAVEL_MODE)) {
            refusals.of(mode);
        }
        faults.throwIfAny();
        return described(config);
    }

    private Http http(Mode mode) {
        return new Http(
                values.find(GAVEL_HOST, Parsers::host).orElse(mode == Mode.DEV ? "127.0.0.1" : "0.0.0.0"),
                values.number(PORT),
                values.get(GAVEL_CORS_ORIGINS, ListParsers::origins),
                values.get(GAVEL_TRUSTED_PROXIES, ListParsers::addresses),
                rateLimits(),
                values.seconds(GAVEL_HSTS_SECONDS));
    }

    private RateLimits rateLimits() {
        return new RateLimits(
                values.number(GAVEL_USER_REQUESTS),
                values.number(GAVEL_ADDRESS_REQUESTS),
                values.get(GAVEL_UNLIMITED_ADDRESSES, ListParsers::addresses));
    }

    private Management management(Http http) {
        return new Management(
                values.find(GAVEL_MANAGEMENT_HOST, Parsers::host).orElse(http.host()),
                values.number(GAVEL_MANAGEMENT_PORT));
    }

    private Auth auth() {
        return new Auth(
                values.orNull(GAVEL_AUTH_SECRET, Parsers::secret),
                values.orNull(GAVEL_AUTH_PUBLIC_KEY_FILE, text -> Parsers.readableFile(workingDirectory, text)),
                values.orNull(GAVEL_AUTH_JWKS_URL, Parsers::httpUrl),
                values.orNull(GAVEL_AUTH_ISSUER, Parsers::text),
                values.orNull(GAVEL_AUTH_AUDIENCE, Parsers::text),
                values.orNull(GAVEL_AUTH_USER_ID_CLAIM, Parsers::text),
                values.orNull(
                        GAVEL_AUTH_MAX_TOKEN_SECONDS,
                        text -> Duration.ofSeconds(Parsers.number(GAVEL_AUTH_MAX_TOKEN_SECONDS, text))));
    }

    private Jitsi jitsi() {
        var domain = values.get(JITSI_DOMAIN, Parsers::jitsiDomain);
        return new Jitsi(
                domain,
                Parsers.jitsiHost(domain),
                values.get(JITSI_APP_ID, Parsers::text),
                values.get(JITSI_APP_SECRET, Parsers::secret),
                values.get(JITSI_ROOM_PREFIX, Parsers::roomPrefix),
                values.flag(JITSI_RECORDING_ENABLED),
                values.get(JITSI_RECORDING_PATH, Parsers::recordingPath),
                values.seconds(GAVEL_JITSI_TOKEN_SECONDS),
                values.find(GAVEL_JITSI_FEATURES, FeaturesParser::parse).orElse(Map.of()),
                jitsiKey());
    }

    private @Nullable JitsiKey jitsiKey() {
        var id = values.orNull(GAVEL_JITSI_KEY_ID, Parsers::text);
        var pem = values.orNull(GAVEL_JITSI_KEY_FILE, text -> Parsers.privateKey(workingDirectory, text));
        return id == null || pem == null ? null : new JitsiKey(id, pem);
    }

    private JitsiServer jitsiServer(Jitsi jitsi) {
        return new JitsiServer(
                values.get(GAVEL_JITSI_PATH, Parsers::routePath),
                reservations(),
                values.orNull(GAVEL_JITSI_EVENTS_TOKEN, Parsers::bearer),
                values.orNull(GAVEL_JITSI_RECORDER_TOKEN, Parsers::bearer),
                values.orNull(GAVEL_JAAS_WEBHOOK_SECRET, Parsers::secret),
                values.orNull(GAVEL_JITSI_CONTROL_URL, Parsers::httpUrl),
                values.find(GAVEL_JITSI_MUC, Parsers::host).orElse("conference." + jitsi.host()));
    }

    private RecordingAccess recordingAccess() {
        return new RecordingAccess(
                values.get(JITSI_RECORDING_PATH, text -> Parsers.path(workingDirectory, text)),
                values.get(GAVEL_RECORDING_VIEWERS, Parsers::byParticipants),
                values.seconds(GAVEL_RECORDING_LINK_SECONDS));
    }

    private Reservations reservations() {
        return new Reservations(
                values.orNull(GAVEL_JITSI_RESERVATION_TOKEN, Parsers::bearer),
                values.get(GAVEL_JITSI_RESERVATION_WHEN_UNSURE, Parsers::allowance),
                values.number(GAVEL_JITSI_RESERVATION_OCCUPANTS));
    }

    private Cluster cluster(Http http) {
        var port = values.number(GAVEL_CLUSTER_PORT);
        return new Cluster(
                values.flag(GAVEL_CLUSTER),
                values.find(GAVEL_CLUSTER_HOST, Parsers::reachableHost)
                        .orElse(Hosts.isWildcard(http.host()) ? "127.0.0.1" : http.host()),
                port,
                values.get(GAVEL_CLUSTER_MEMBERS, text -> ListParsers.members(text, port)),
                values.number(GAVEL_BUS_PORT),
                BusCertificates.read(workingDirectory, values, faults));
    }

    private Meetings meetings() {
        return new Meetings(
                values.number(GAVEL_EVENT_DAYS),
                values.number(GAVEL_NOTIFICATION_DAYS),
                values.number(GAVEL_MESSAGE_DAYS),
                values.number(GAVEL_AUDIT_DAYS),
                values.minutes(GAVEL_MAX_MEETING_MINUTES),
                values.seconds(GAVEL_UNCONFIRMED_SECONDS),
                values.seconds(GAVEL_EMPTY_SECONDS),
                values.minutes(GAVEL_NO_SHOW_MINUTES),
                values.seconds(GAVEL_SWEEP_SECONDS),
                values.seconds(GAVEL_GRACE_SECONDS),
                values.seconds(GAVEL_LEASE_SECONDS),
                values.seconds(GAVEL_OFFLINE_SECONDS),
                values.seconds(GAVEL_MEDIA_MISSING_SECONDS),
                values.seconds(GAVEL_OBSERVE_SECONDS),
                values.minutes(GAVEL_JITSI_EVIDENCE_MINUTES));
    }

    private Config described(Config config) {
        if (config.jitsi().appSecret().equals(config.auth().secret())) {
            warnings.add("GAVEL_AUTH_SECRET is the same as JITSI_APP_SECRET: Jitsi tokens could pass for users' own");
        }
        if (config.mode() == Mode.PRODUCTION && isOpenToAll(config.auth().jwksUrl())) {
            warnings.add(
                    "GAVEL_AUTH_JWKS_URL is no https address: whoever is on the way to it can put in keys of their own");
        }
        warnings.addAll(JitsiWarnings.of(settings, config.jitsi()));
        warnings.addAll(BusCertificates.warnings(config.mode(), config.cluster()));
        return new Config(
                config.mode(),
                config.http(),
                config.management(),
                config.dataDirectory(),
                config.database(),
                config.databaseConnections(),
                config.auth(),
                config.jitsi(),
                config.jitsiServer(),
                config.recordingAccess(),
                config.cluster(),
                config.meetings(),
                new Description(settings, config).lines(),
                warnings);
    }

    /** Whether what comes from there passes networks where it can be changed. */
    private static boolean isOpenToAll(@Nullable URI address) {
        return address != null
                && "http".equals(address.getScheme())
                && Hosts.parse(address.getHost()).filter(Hosts::isLoopback).isEmpty();
    }
}
