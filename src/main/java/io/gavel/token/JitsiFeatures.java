package io.gavel.token;

import io.gavel.meeting.Role;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The rights in {@code context.features}: all nineteen that Jitsi knows, each said, for Jitsi denies what is left out to
 * everyone.
 */
final class JitsiFeatures {
    private static final List<String> EVERYONE = List.of(
            "branding", "calendar", "create-polls", "file-upload", "flip", "room", "screen-sharing", "send-groupchat");
    private static final List<String> MODERATING = List.of("list-visitors", "lobby", "moderation", "transcription");
    private static final List<String> RECORDING = List.of("livestreaming", "recording");
    private static final List<String> NOBODY =
            List.of("inbound-call", "outbound-call", "sip-inbound-call", "sip-outbound-call", "live-translation");

    private final Map<Role, Map<String, Object>> recording = new EnumMap<>(Role.class);
    private final Map<Role, Map<String, Object>> plain = new EnumMap<>(Role.class);

    /** @param overrides by role, then by feature */
    JitsiFeatures(Map<String, Map<String, Boolean>> overrides) {
        for (var role : Role.values()) {
            var ofRole = overrides.getOrDefault(role.wire(), Map.of());
            recording.put(role, features(role, true, ofRole));
            plain.put(role, features(role, false, ofRole));
        }
    }

    Map<String, Object> of(Role role, boolean recordingEnabled) {
        return Objects.requireNonNull((recordingEnabled ? recording : plain).get(role));
    }

    private static Map<String, Object> features(Role role, boolean recordingEnabled, Map<String, Boolean> overrides) {
        var features = new TreeMap<String, Object>();
        EVERYONE.forEach(feature -> features.put(feature, true));
        MODERATING.forEach(feature -> features.put(feature, role.moderates()));
        RECORDING.forEach(feature -> features.put(feature, role.moderates() && recordingEnabled));
        NOBODY.forEach(feature -> features.put(feature, false));
        features.putAll(overrides);
        return Collections.unmodifiableMap(features);
    }
}
