package io.gavel.config;

import io.gavel.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;

/** A start with all that can be given. */
final class Everything {
    private Everything() {}

    /** Every variable but the two keys of which only one may be given. */
    static Start in(Path folder, String key) throws IOException {
        return cluster(Start.inProduction(folder))
                .without("GAVEL_AUTH_SECRET")
                .env("PORT", "6000")
                .env("GAVEL_HOST", "192.0.2.1")
                .env("GAVEL_MANAGEMENT_PORT", "6001")
                .env("GAVEL_MANAGEMENT_HOST", "192.0.2.2")
                .env("GAVEL_DATA_DIR", "x/../var")
                .env("GAVEL_CORS_ORIGINS", "HTTPS://A.example:443, http://b.example:81,https://a.example")
                .env("GAVEL_TRUSTED_PROXIES", "10.0.0.0/8")
                .env("GAVEL_USER_REQUESTS", "15")
                .env("GAVEL_ADDRESS_REQUESTS", "16")
                .env("GAVEL_UNLIMITED_ADDRESSES", "192.0.2.0/24, 2001:DB8::1")
                .env("GAVEL_HSTS_SECONDS", "17")
                .env("GAVEL_DATABASE_CONNECTIONS", "9")
                .env("GAVEL_AUTH_JWKS_URL", "https://id.example.com/keys")
                .env("GAVEL_AUTH_ISSUER", "issuer")
                .env("GAVEL_AUTH_AUDIENCE", "audience")
                .env("GAVEL_AUTH_USER_ID_CLAIM", "uid")
                .env("GAVEL_AUTH_MAX_TOKEN_SECONDS", "600")
                .env("JITSI_DOMAIN", "https://Jitsi.example.com:8443/x")
                .env("JITSI_APP_ID", "app")
                .env("JITSI_ROOM_PREFIX", "Room-")
                .env("JITSI_RECORDING_ENABLED", "true")
                .env("JITSI_RECORDING_PATH", "/srv/recordings/")
                .env("GAVEL_JITSI_TOKEN_SECONDS", "120")
                .env("GAVEL_JITSI_FEATURES", "{\"Participant\":{\"recording\":true,\"flip\":false}}")
                .file("keys/jitsi.pem", key)
                .env("GAVEL_JITSI_KEY_FILE", "keys/jitsi.pem")
                .env("GAVEL_JITSI_KEY_ID", "vpaas-magic-cookie-1/2")
                .env("GAVEL_JITSI_EVENTS_TOKEN", Start.EVENTS_TOKEN)
                .env("GAVEL_JITSI_RECORDER_TOKEN", Start.RECORDER_TOKEN)
                .env("GAVEL_JAAS_WEBHOOK_SECRET", Start.WEBHOOK_SECRET)
                .env("GAVEL_JITSI_CONTROL_URL", "http://prosody:5280")
                .env("GAVEL_JITSI_MUC", "muc.meet.jitsi")
                .env("GAVEL_RECORDING_VIEWERS", "participants")
                .env("GAVEL_RECORDING_LINK_SECONDS", "11")
                .env("GAVEL_MEDIA_MISSING_SECONDS", "12")
                .env("GAVEL_OBSERVE_SECONDS", "13")
                .env("GAVEL_JITSI_EVIDENCE_MINUTES", "14")
                .env("GAVEL_JITSI_RESERVATION_TOKEN", Start.RESERVATION_TOKEN)
                .env("GAVEL_JITSI_PATH", "/from/jitsi")
                .env("GAVEL_JITSI_RESERVATION_WHEN_UNSURE", "allow")
                .env("GAVEL_JITSI_RESERVATION_OCCUPANTS", "3")
                .env("GAVEL_EVENT_DAYS", "1")
                .env("GAVEL_NOTIFICATION_DAYS", "5")
                .env("GAVEL_MESSAGE_DAYS", "6")
                .env("GAVEL_AUDIT_DAYS", "31")
                .env("GAVEL_MAX_MEETING_MINUTES", "2")
                .env("GAVEL_UNCONFIRMED_SECONDS", "3")
                .env("GAVEL_EMPTY_SECONDS", "4")
                .env("GAVEL_NO_SHOW_MINUTES", "5")
                .env("GAVEL_SWEEP_SECONDS", "6")
                .env("GAVEL_GRACE_SECONDS", "7")
                .env("GAVEL_LEASE_SECONDS", "9")
                .env("GAVEL_OFFLINE_SECONDS", "10");
    }

    private static Start cluster(Start start) throws IOException {
        var authority = new TestAuthority();
        var node = authority.issue();
        return start.env("GAVEL_CLUSTER", "true")
                .env("GAVEL_CLUSTER_HOST", "192.0.2.3")
                .env("GAVEL_CLUSTER_PORT", "6002")
                .env("GAVEL_CLUSTER_MEMBERS", "node-b,[2001:db8::1]:7")
                .env("GAVEL_BUS_PORT", "6003")
                .file("bus/key.pem", node.keyPem())
                .file("bus/node.pem", node.certificatePem())
                .file("bus/authority.pem", authority.pem())
                .env("GAVEL_BUS_KEY_FILE", "bus/key.pem")
                .env("GAVEL_BUS_CERTIFICATE_FILE", "bus/node.pem")
                .env("GAVEL_BUS_AUTHORITY_FILE", "bus/authority.pem");
    }
}
