package io.gavel.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.config.Jitsi;
import java.util.List;

/** What a token allows its bearer, where Jitsi makes something else of it. */
final class FeatureCheck {
    private static final List<String> OF_THE_RECORDER = List.of("recording", "livestreaming");

    private final JsonNode context;
    private final boolean moderates;
    private final Findings findings;

    FeatureCheck(ParsedToken token, boolean moderates, Findings findings) {
        this.context = token.claim("context");
        this.moderates = moderates;
        this.findings = findings;
    }

    void run() {
        if (!context.has("features")) {
            return;
        }
        var features = context.path("features");
        if (!features.isObject()) {
            findings.add(Surprise.FEATURES_USELESS, "Its context.features is %s.".formatted(Shown.json(features)));
            return;
        }
        var missing =
                Jitsi.FEATURES.stream().filter(name -> !features.has(name)).toList();
        findings.addIf(
                !missing.isEmpty(),
                Surprise.FEATURES_INCOMPLETE,
                "Its context.features leaves out %s.".formatted(String.join(", ", missing)));
        ClientCheck.RECENT_FEATURES.stream()
                .filter(features::has)
                .forEach(name -> findings.add(Surprise.FEATURE_RECENT, "It has the feature %s.".formatted(name)));
        OF_THE_RECORDER.stream()
                .filter(name -> !moderates && features.path(name).asText().equals("true"))
                .forEach(name -> findings.add(
                        Surprise.RECORDING_PARTICIPANT, "It allows %s to who is no moderator.".formatted(name)));
    }
}
