package io.gavel.config;

import java.util.Optional;
import java.util.stream.Stream;

/** Everything that can be configured: the one table of all variables. A constant's name is the variable's name. */
public enum Variable {
    GAVEL_MODE(Kind.CHOICE, "dev", "dev or production", "how strict the node is; not taken from .env"),
    PORT("5000", 0, 65535, "port of REST and the bridge; 0 takes any free one"),
    GAVEL_HOST(
            Kind.HOST,
            "127.0.0.1; production: 0.0.0.0",
            "a host name or an IP address",
            "where REST and the bridge listen; in dev loopback alone"),
    GAVEL_MANAGEMENT_PORT("5001", 0, 65535, "port of health and metrics; 0 takes any free one"),
    GAVEL_MANAGEMENT_HOST(
            Kind.HOST,
            "as GAVEL_HOST",
            "a host name or an IP address",
            "where health and metrics listen; in dev loopback alone"),
    GAVEL_DATA_DIR(Kind.PATH, "./data", "a folder", "the embedded database and what dev makes at its first start"),
    GAVEL_CORS_ORIGINS(
            Kind.LIST,
            "",
            "origins such as https://app.example.com, by comma, without a path; not * or null",
            "whose pages may call; unset: in dev any port of localhost and 127.0.0.1, else the same origin alone"),
    GAVEL_TRUSTED_PROXIES(
            Kind.LIST,
            "",
            "IP addresses and CIDR blocks, by comma",
            "whose X-Request-Id, X-Forwarded-For and X-Forwarded-Proto are believed"),
    GAVEL_USER_REQUESTS(
            "6000",
            0,
            1_000_000,
            "how many requests a user may make within a minute, at all nodes together; 0: any number"),
    GAVEL_ADDRESS_REQUESTS(
            "60000", 0, 10_000_000, "how many may come from one client's address within a minute; 0: any number"),
    GAVEL_UNLIMITED_ADDRESSES(
            Kind.LIST,
            "127.0.0.0/8,::1",
            "IP addresses and CIDR blocks, by comma",
            "whose requests are not counted, such as the platform's own servers; here an empty value counts"),
    GAVEL_HSTS_SECONDS(
            "31536000",
            0,
            63_072_000,
            "for how long browsers that came by https, as a trusted proxy says, come by nothing else; 0: they are not told"),
    DATABASE_URL(
            Kind.SECRET,
            "",
            "postgresql://user:password@host:port/database, optionally with sslmode disable, allow, prefer, require,"
                    + " verify-ca or verify-full",
            "the database; unset: in dev the embedded PostgreSQL"),
    GAVEL_DATABASE_CONNECTIONS("8", 1, 100, "how many connections the node keeps to the database"),
    GAVEL_AUTH_SECRET(Kind.SECRET, "", "a text; in production at least 32 bytes", "verifies tokens signed with HS*"),
    GAVEL_AUTH_PUBLIC_KEY_FILE(Kind.PATH, "", "a readable PEM file", "verifies tokens by a public key"),
    GAVEL_AUTH_JWKS_URL(
            Kind.URL, "", "an http or https URL without credentials", "verifies tokens by a published set of keys"),
    GAVEL_AUTH_ISSUER(Kind.TEXT, "", "a text that is not blank", "the iss that a token must have"),
    GAVEL_AUTH_AUDIENCE(Kind.TEXT, "", "a text that is not blank", "an aud that a token must have"),
    GAVEL_AUTH_USER_ID_CLAIM(
            Kind.TEXT, "", "a text that is not blank", "the claim that holds the user id; unset: sub, else userId"),
    GAVEL_AUTH_MAX_TOKEN_SECONDS("", 1, 31_536_000, "the longest life of a token that is accepted; unset: any"),
    JITSI_DOMAIN(
            Kind.URL,
            "https://meet.talentflip.ai",
            "an http or https URL, or a bare host name, without credentials, ? and #",
            "the Jitsi deployment, as clients are told it"),
    JITSI_APP_ID(Kind.TEXT, "talentflip-ai", "a text that is not blank", "the issuer of Jitsi tokens"),
    JITSI_APP_SECRET(
            Kind.SECRET,
            "super_secret_key_here",
            "a text; in production one of your own of at least 32 bytes",
            "signs Jitsi tokens"),
    JITSI_ROOM_PREFIX(
            Kind.TEXT,
            "Interview_",
            "up to 64 ASCII letters, digits, - and _",
            "what the names of rooms start with; here an empty value counts"),
    JITSI_RECORDING_ENABLED(Kind.FLAG, "false", "true or false", "whether meetings may be recorded"),
    JITSI_RECORDING_PATH(
            Kind.TEXT,
            "./public/recordings",
            "a path that is not blank or /, without .. and backslash",
            "what the address of a recording that is a path starts with"),
    GAVEL_JITSI_TOKEN_SECONDS("3600", 1, 14_400, "how long a Jitsi token is valid at least"),
    GAVEL_JITSI_FEATURES(
            Kind.JSON,
            "",
            "JSON such as {\"Participant\":{\"recording\":true}} with the roles " + String.join(", ", Jitsi.ROLES)
                    + " and the features " + String.join(", ", Jitsi.FEATURES),
            "overrides by role of what a Jitsi token allows"),
    GAVEL_JITSI_KEY_FILE(
            Kind.PATH,
            "",
            "a readable PEM file with an RSA private key of at least 2048 bits, PKCS #8",
            "signs Jitsi tokens with RS256 in the place of JITSI_APP_SECRET; wants GAVEL_JITSI_KEY_ID"),
    GAVEL_JITSI_KEY_ID(
            Kind.TEXT,
            "",
            "a text that is not blank",
            "the kid of that key; with one of Jitsi as a Service (vpaas-magic-cookie-…/…) tokens are as it wants them"),
    GAVEL_JITSI_PATH(
            Kind.TEXT,
            "/jitsi",
            "a path such as /jitsi, without a slash at its end, below which nothing else is served",
            "below which Jitsi's servers call"),
    GAVEL_JITSI_RESERVATION_TOKEN(
            Kind.SECRET,
            "",
            "visible ASCII characters; in production at least 32",
            "what Jitsi shows as a bearer when it asks whether a room may come about; unset: it cannot ask"),
    GAVEL_JITSI_RESERVATION_WHEN_UNSURE(
            Kind.CHOICE, "refuse", "refuse or allow", "what Jitsi is told while the database does not answer in time"),
    GAVEL_JITSI_RESERVATION_OCCUPANTS(
            "0",
            0,
            100,
            "how many occupants a room has at most for each person who fits into its meeting; 0: Jitsi is told no limit"),
    GAVEL_JITSI_EVENTS_TOKEN(
            Kind.SECRET,
            "",
            "visible ASCII characters; in production at least 32",
            "what Prosody shows as a bearer when it tells of rooms and occupants; unset: it cannot"),
    GAVEL_JITSI_RECORDER_TOKEN(
            Kind.SECRET,
            "",
            "visible ASCII characters; in production at least 32",
            "what the recorder shows as a bearer when a recording is finished; unset: it cannot"),
    GAVEL_JITSI_CONTROL_URL(
            Kind.URL,
            "",
            "an http or https URL without credentials",
            "where rooms are ended and people sent out: Prosody's HTTP port, or https://8x8.vc; wants a key; unset: nowhere"),
    GAVEL_JITSI_MUC(
            Kind.HOST, "conference. and the host of JITSI_DOMAIN", "a host name", "the domain of Prosody's rooms"),
    GAVEL_JAAS_WEBHOOK_SECRET(
            Kind.SECRET,
            "",
            "a text; in production at least 32 bytes",
            "with which Jitsi as a Service signs its webhooks; unset: it cannot call"),
    GAVEL_RECORDING_VIEWERS(
            Kind.CHOICE,
            "moderators",
            "moderators or participants",
            "who may watch recordings whose files are here: Host and Moderators, or everybody of the meeting"),
    GAVEL_RECORDING_LINK_SECONDS("300", 10, 86_400, "how long a link to a recording's file is good"),
    GAVEL_CLUSTER(Kind.FLAG, "false", "true or false", "whether the node joins the others"),
    GAVEL_CLUSTER_HOST(
            Kind.HOST,
            "as GAVEL_HOST; where that is a wildcard: 127.0.0.1, in a production cluster none",
            "a host name or an IP address that other nodes reach, no wildcard",
            "where other nodes reach this one; in a dev cluster loopback alone"),
    GAVEL_CLUSTER_PORT("5701", 1, 65535, "port of the cluster"),
    GAVEL_CLUSTER_MEMBERS(
            Kind.LIST,
            "",
            "host:port by comma; without a port, GAVEL_CLUSTER_PORT",
            "where other nodes are looked for; unset: as cluster.xml says"),
    GAVEL_BUS_PORT("15701", 0, 65535, "port of the event bus between nodes; 0 takes any free one"),
    GAVEL_BUS_KEY_FILE(
            Kind.PATH,
            "",
            "a readable PEM file with an RSA or EC private key, PKCS #8",
            "with the two that follow: the bus speaks TLS, and with members of the cluster alone; unset: it does not"),
    GAVEL_BUS_CERTIFICATE_FILE(
            Kind.PATH,
            "",
            "a readable PEM file with the certificate of that key, for servers and clients alike, by that authority",
            "what this node shows the others"),
    GAVEL_BUS_AUTHORITY_FILE(
            Kind.PATH,
            "",
            "a readable PEM file with certificates",
            "who has to have signed what others show: an authority of the cluster's own"),
    GAVEL_EVENT_DAYS("90", 1, 36_500, "for how many days after its end a meeting's events are kept"),
    GAVEL_NOTIFICATION_DAYS("90", 1, 36_500, "for how many days a notification is kept that was read"),
    GAVEL_MESSAGE_DAYS("0", 0, 36_500, "for how many days messages are kept; 0 for ever"),
    GAVEL_AUDIT_DAYS("365", 30, 36_500, "for how many days the audit is kept"),
    GAVEL_MAX_MEETING_MINUTES("1440", 1, 525_600, "after how long a meeting is ended"),
    GAVEL_UNCONFIRMED_SECONDS("120", 1, 86_400, "how long a join without a connection holds its place"),
    GAVEL_EMPTY_SECONDS("300", 1, 86_400, "after how long an empty meeting is completed"),
    GAVEL_NO_SHOW_MINUTES("30", 1, 10_080, "how long past its end a meeting that nobody joined is cancelled"),
    GAVEL_SWEEP_SECONDS("5", 1, 3_600, "how often due meetings are looked for"),
    GAVEL_GRACE_SECONDS("15", 1, 3_600, "how long a lost connection may come back before its user has left"),
    GAVEL_LEASE_SECONDS(
            "8", 1, 300, "how long a silent node keeps its connections' sessions; renewed every quarter of it"),
    GAVEL_OFFLINE_SECONDS("30", 1, 3_600, "how long a user without a connection still counts as online"),
    GAVEL_MEDIA_MISSING_SECONDS(
            "60", 1, 3_600, "after how long somebody inside who is not in Jitsi's room is told to be missing there"),
    GAVEL_OBSERVE_SECONDS("30", 1, 3_600, "how long after one look at a room in Jitsi the next one counts"),
    GAVEL_JITSI_EVIDENCE_MINUTES(
            "120",
            1,
            10_080,
            "how long past its planned end a meeting of which nothing more is heard is kept open by a room that Jitsi"
                    + " has not told to be gone");

    /** The form of a variable's text. */
    public enum Kind {
        CHOICE,
        FLAG,
        NUMBER,
        TEXT,
        SECRET,
        HOST,
        URL,
        PATH,
        LIST,
        JSON
    }

    private final Kind kind;
    private final String defaultValue;
    private final int least;
    private final int most;
    private final String takes;
    private final String meaning;

    Variable(Kind kind, String defaultValue, String takes, String meaning) {
        this(kind, defaultValue, 0, 0, takes, meaning);
    }

    Variable(String defaultValue, int least, int most, String meaning) {
        this(Kind.NUMBER, defaultValue, least, most, "a whole number, " + least + ".." + most, meaning);
    }

    Variable(Kind kind, String defaultValue, int least, int most, String takes, String meaning) {
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.least = least;
        this.most = most;
        this.takes = takes;
        this.meaning = meaning;
    }

    public Kind kind() {
        return kind;
    }

    /** What holds when no source gives a value; empty when that is nothing, words where it depends on others. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The smallest number that a {@link Kind#NUMBER} takes. */
    public int least() {
        return least;
    }

    /** The largest number that a {@link Kind#NUMBER} takes. */
    public int most() {
        return most;
    }

    /** The values that are allowed, in words. */
    public String takes() {
        return takes;
    }

    /** Whether its value, or a part of it, must never show. */
    public boolean isSecret() {
        return kind == Kind.SECRET;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether an empty text is a value; everywhere else it counts as unset. */
    boolean takesEmpty() {
        return this == JITSI_ROOM_PREFIX || this == GAVEL_UNLIMITED_ADDRESSES;
    }

    static Optional<Variable> of(String name) {
        return Stream.of(values()).filter(known -> known.name().equals(name)).findFirst();
    }
}
