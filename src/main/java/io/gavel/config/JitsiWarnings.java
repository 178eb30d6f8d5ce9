package io.gavel.config;

import static io.gavel.config.Variable.GAVEL_JAAS_WEBHOOK_SECRET;
import static io.gavel.config.Variable.GAVEL_JITSI_CONTROL_URL;
import static io.gavel.config.Variable.GAVEL_JITSI_MUC;
import static io.gavel.config.Variable.JITSI_APP_SECRET;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Settings that are values, and that Jitsi is known to fail with: one line each, which names the variable. */
final class JitsiWarnings {
    /** What HS256 takes for a key (RFC 7518, 3.2); production takes no shorter one. */
    private static final int SHORTEST_SECRET = 32;

    private static final int SHORTEST_LIFE = 60;
    private static final String JAAS_HOST = "8x8.vc";
    private static final Pattern JAAS_KEY_ID = Pattern.compile("[^/]+/[^/]+");
    private static final List<String> MODERATING = List.of("Host", "Moderator");

    private final Settings settings;
    private final Jitsi jitsi;
    private final List<String> lines = new ArrayList<>();

    private JitsiWarnings(Settings settings, Jitsi jitsi) {
        this.settings = settings;
        this.jitsi = jitsi;
    }

    static List<String> of(Settings settings, Jitsi jitsi) {
        var warnings = new JitsiWarnings(settings, jitsi);
        warnings.domain(url(jitsi.domain()));
        warnings.server();
        warnings.secret();
        warnings.addIf(
                !jitsi.isJaas() && !jitsi.appId().equals(jitsi.appId().strip()),
                "JITSI_APP_ID begins or ends with a blank: Jitsi compares iss to the letter");
        warnings.addIf(
                jitsi.tokenLifetime().toSeconds() < SHORTEST_LIFE,
                "GAVEL_JITSI_TOKEN_SECONDS is less than %d: past a meeting's planned end, tokens are over before slow pages connect"
                        .formatted(SHORTEST_LIFE));
        MODERATING.forEach(warnings::moderating);
        warnings.participants();
        return warnings.lines;
    }

    private void domain(URI url) {
        var path = url.getPath();
        addIf(
                path != null && !path.isEmpty() && !path.equals("/"),
                "JITSI_DOMAIN has a path: the sub of tokens is the host alone, and Jitsi turns it away from a tenant's rooms"
                        + " where it verifies domains");
        addIf(
                url.getPort() >= 0,
                "JITSI_DOMAIN has a port: the sub of tokens is %s, and Jitsi turns it away where it verifies domains and its own is another"
                        .formatted(jitsi.host()));
        addIf(
                "http".equals(url.getScheme()) && !Hosts.isLoopback(jitsi.host()),
                "JITSI_DOMAIN is no https address: browsers give such pages neither camera nor microphone");
    }

    private void server() {
        var isJaasHost = jitsi.host().equals(JAAS_HOST);
        addIf(jitsi.host().equals("meet.jit.si"), "JITSI_DOMAIN is meet.jit.si, which takes no tokens of others");
        addIf(
                isJaasHost && jitsi.key() == null,
                "JITSI_DOMAIN is 8x8.vc, which takes no tokens that are signed with JITSI_APP_SECRET");
        addIf(
                isJaasHost && jitsi.key() != null && !jitsi.isJaas(),
                "JITSI_DOMAIN is 8x8.vc, and GAVEL_JITSI_KEY_ID no key of Jitsi as a Service: those begin with vpaas-magic-cookie-");
        addIf(
                jitsi.isJaas() && !isJaasHost,
                "JITSI_DOMAIN is %s, and GAVEL_JITSI_KEY_ID a key of Jitsi as a Service, whose rooms are at 8x8.vc"
                        .formatted(jitsi.host()));
        addIf(
                settings.has(GAVEL_JAAS_WEBHOOK_SECRET) && !jitsi.isJaas(),
                "GAVEL_JAAS_WEBHOOK_SECRET is set, and GAVEL_JITSI_KEY_ID is no key of Jitsi as a Service: all webhooks are refused");
        addIf(
                settings.has(GAVEL_JITSI_CONTROL_URL) && !settings.has(GAVEL_JITSI_MUC) && !jitsi.isJaas(),
                "GAVEL_JITSI_MUC is not set: rooms are looked for at conference.%s; docker-jitsi-meet has them at muc.meet.jitsi"
                        .formatted(jitsi.host()));
        var key = jitsi.key();
        addIf(
                key != null && key.isJaas() && !JAAS_KEY_ID.matcher(key.id()).matches(),
                "GAVEL_JITSI_KEY_ID is not the AppID, a slash and the key's name: Jitsi as a Service knows no such key");
    }

    private void secret() {
        if (jitsi.key() != null) {
            return;
        }
        var secret = jitsi.appSecret().value();
        addIf(
                settings.has(JITSI_APP_SECRET) && secret.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET,
                "JITSI_APP_SECRET has less than %d bytes: who sees a token can find it out".formatted(SHORTEST_SECRET));
        addIf(
                !secret.equals(secret.strip()) || Stream.of("\"", "'").anyMatch(mark -> isWithin(secret, mark)),
                "JITSI_APP_SECRET begins or ends with a blank, a line's end or a quotation mark: Jitsi's own is hardly the same");
    }

    private static boolean isWithin(String text, String mark) {
        return text.length() > 1 && text.startsWith(mark) && text.endsWith(mark);
    }

    private void moderating(String role) {
        var refused = Stream.of("lobby", "moderation", "recording")
                .filter(name -> !name.equals("recording") || jitsi.recordingEnabled())
                .filter(name -> Boolean.FALSE.equals(given(role).get(name)))
                .toList();
        addIf(
                !refused.isEmpty(),
                "GAVEL_JITSI_FEATURES takes %s from %ss, which their role needs"
                        .formatted(String.join(", ", refused), role));
    }

    private void participants() {
        var useless = Set.of("livestreaming", "recording").stream()
                .filter(name -> Boolean.TRUE.equals(given("Participant").get(name)))
                .sorted()
                .toList();
        addIf(
                !useless.isEmpty(),
                "GAVEL_JITSI_FEATURES gives %s to Participants: Jicofo refuses it to who is no moderator, unless enable-moderator-checks is off"
                        .formatted(String.join(", ", useless)));
    }

    private Map<String, Boolean> given(String role) {
        return jitsi.features().getOrDefault(role, Map.of());
    }

    private void addIf(boolean isSo, String line) {
        if (isSo) {
            lines.add(line);
        }
    }

    private static URI url(String domain) {
        return URI.create(domain.contains("://") ? domain : "https://" + domain);
    }
}
