package io.gavel.doctor;

import static io.gavel.fuzz.FuzzTarget.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.config.Jitsi;
import io.gavel.config.Secret;
import io.gavel.fuzz.FuzzTarget;
import io.gavel.json.WireJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Any text as a token, header and claims with a zero between them as one, a Lua pattern and a name, a public key. */
public final class DoctorFuzz implements FuzzTarget {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Jitsi JITSI = new Jitsi(
            "https://meet.example.org",
            "meet.example.org",
            "example-app",
            new Secret("a secret that Jitsi and this node share"),
            "Interview_",
            true,
            "./public/recordings",
            Duration.ofHours(1),
            Map.of());

    private final TokenDoctor doctor = new TokenDoctor(JITSI);

    @Override
    public void take(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var text = new String(Arrays.copyOfRange(input, 1, input.length), UTF_8);
        var zero = Math.max(0, text.indexOf('\0'));
        var before = text.substring(0, zero);
        var after = text.substring(Math.min(text.length(), zero + 1));
        switch (Byte.toUnsignedInt(input[0]) % 4) {
            case 0 -> examine(text);
            case 1 -> examine(base64(before) + "." + base64(after) + ".c2lnbmF0dXJl");
            case 2 -> LuaPattern.parse(before).ifPresent(pattern -> pattern.mayMatch(after));
            default -> RsaKey.parse(text);
        }
    }

    private void examine(String token) {
        var asked = new CheckToken(token, Circumstances.room("Interview_1"));
        var report = doctor.examine(asked, NOW);
        require(doctor.examine(asked, NOW).equals(report), "another answer to the same token");
        WireJson.encode(report);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
