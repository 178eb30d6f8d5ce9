package io.gavel.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Jitsi deployment that the meetings take place in.
 *
 * @param domain as configured: an http or https URL, or a bare host name
 * @param host the host name of {@code domain}, in lower case
 * @param roomPrefix ASCII letters, digits, {@code -} and {@code _}; may be empty
 * @param recordingPath without a slash at its end
 * @param features overrides: role, then feature, then whether it is allowed
 * @param key signs tokens in the place of {@code appSecret}; absent: the secret does
 */
public record Jitsi(
        String domain,
        String host,
        String appId,
        Secret appSecret,
        String roomPrefix,
        boolean recordingEnabled,
        String recordingPath,
        Duration tokenLifetime,
        Map<String, Map<String, Boolean>> features,
        @Nullable JitsiKey key) {

    /** The roles that {@code features} may name. */
    public static final List<String> ROLES = List.of("Host", "Moderator", "Participant");

    /** All features that Jitsi knows. */
    public static final List<String> FEATURES = List.of(
            "branding",
            "calendar",
            "create-polls",
            "file-upload",
            "flip",
            "inbound-call",
            "list-visitors",
            "live-translation",
            "livestreaming",
            "lobby",
            "moderation",
            "outbound-call",
            "recording",
            "room",
            "screen-sharing",
            "send-groupchat",
            "sip-inbound-call",
            "sip-outbound-call",
            "transcription");

    /** No token lives longer, whatever the meeting and the settings. */
    public static final Duration LONGEST_TOKEN = Duration.ofHours(4);

    public Jitsi {
        features = features.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, role -> Map.copyOf(role.getValue())));
    }

    /** A deployment that verifies tokens with the secret. */
    public Jitsi(
            String domain,
            String host,
            String appId,
            Secret appSecret,
            String roomPrefix,
            boolean recordingEnabled,
            String recordingPath,
            Duration tokenLifetime,
            Map<String, Map<String, Boolean>> features) {
        this(
                domain,
                host,
                appId,
                appSecret,
                roomPrefix,
                recordingEnabled,
                recordingPath,
                tokenLifetime,
                features,
                null);
    }

    /** Whether the meetings take place in Jitsi as a Service, by 8x8. */
    public boolean isJaas() {
        return key != null && key.isJaas();
    }

    /**
     * What nobody but this deployment's nodes knows, and all of them do: from this, keys for their own use are derived. In
     * dev {@code appSecret} may be the built-in default, which everybody knows, also beside a key.
     */
    public Secret keyMaterial() {
        return key == null ? appSecret : key.material();
    }
}
