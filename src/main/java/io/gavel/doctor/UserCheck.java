package io.gavel.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who a token says that its bearer is, and whether that makes a moderator. */
final class UserCheck {
    private static final List<String> TEXTS = List.of("id", "name", "email", "avatar", "avatarUrl");
    private static final Set<String> OWNING = Set.of("owner", "moderator", "teacher");
    private static final Set<String> CLAIMING = Set.of("true", "owner", "moderator", "host", "admin", "teacher");

    private final ParsedToken token;
    private final Expectations expected;
    private final Findings findings;
    private final JsonNode context;
    private final JsonNode user;

    UserCheck(ParsedToken token, Expectations expected, Findings findings) {
        this.token = token;
        this.expected = expected;
        this.findings = findings;
        this.context = token.claim("context");
        this.user = context.path("user");
    }

    /** As mod_token_affiliation gives it: nothing but these two fields counts, to the letter. */
    boolean moderates() {
        var byAffiliation = expected.provider() == Provider.SELF_HOSTED
                && OWNING.contains(user.path("affiliation").asText());
        return byAffiliation || isTrue(user.path("moderator"));
    }

    String affiliation() {
        return moderates() ? "owner" : "member";
    }

    void run() {
        misplaced();
        if (!context.isObject()) {
            return;
        }
        if (!user.isObject()) {
            findings.add(Surprise.USER_MISSING, "Its context.user is missing, or no object.");
            return;
        }
        findings.addIf(!user.has("id"), Surprise.USER_ID_MISSING, "Its context.user has no id.");
        TEXTS.stream()
                .filter(name -> user.has(name) && !user.path(name).isTextual())
                .forEach(name -> findings.add(
                        Surprise.USER_FIELD_TYPE,
                        "Its context.user.%s is %s, no text.".formatted(name, Shown.json(user.path(name)))));
        rank(user.path("moderator"), user.path("affiliation"));
        presence();
    }

    private void misplaced() {
        if (moderates()) {
            return;
        }
        Stream.of(
                        new Place("moderator", token.claim("moderator")),
                        new Place("affiliation", token.claim("affiliation")),
                        new Place("role", token.claim("role")),
                        new Place("context.moderator", context.path("moderator")),
                        new Place("context.affiliation", context.path("affiliation")),
                        new Place("context.user.role", user.path("role")))
                .filter(place -> CLAIMING.contains(place.value.asText()))
                .forEach(place -> findings.add(
                        Surprise.MODERATOR_MISPLACED,
                        "Its %s is %s, where Jitsi does not look.".formatted(place.name, Shown.json(place.value))));
    }

    private record Place(String name, JsonNode value) {}

    private void rank(JsonNode moderator, JsonNode affiliation) {
        if (!user.has("moderator") && !user.has("affiliation")) {
            findings.add(Surprise.MODERATOR_MISSING, "It does not say whether the user moderates.");
            return;
        }
        findings.addIf(
                expected.provider() == Provider.SELF_HOSTED && user.has("moderator") != user.has("affiliation"),
                Surprise.MODERATOR_HALF,
                "Of context.user.moderator and context.user.affiliation it gives one alone.");
        findings.addIf(
                user.has("moderator")
                        && !isTrue(moderator)
                        && !moderator.asText().equals("false"),
                Surprise.MODERATOR_VALUE,
                "Its context.user.moderator is %s.".formatted(Shown.json(moderator)));
        findings.addIf(
                user.has("affiliation")
                        && !OWNING.contains(affiliation.asText())
                        && !affiliation.asText().equals("member"),
                Surprise.AFFILIATION_VALUE,
                "Its context.user.affiliation is %s.".formatted(Shown.json(affiliation)));
        if (user.has("moderator") && user.has("affiliation")) {
            contradiction(moderator, affiliation);
        }
    }

    private void contradiction(JsonNode moderator, JsonNode affiliation) {
        findings.addIf(
                isTrue(moderator) != OWNING.contains(affiliation.asText()),
                Surprise.MODERATOR_CONFLICT,
                "Its context.user.moderator is %s, and its affiliation %s."
                        .formatted(Shown.json(moderator), Shown.json(affiliation)));
    }

    private void presence() {
        findings.addIf(
                user.path("role").asText().equals("visitor"), Surprise.VISITOR, "Its context.user.role is visitor.");
        findings.addIf(
                isTrue(user.path("hidden-from-recorder")),
                Surprise.HIDDEN_FROM_RECORDER,
                "Its context.user.hidden-from-recorder is true.");
        var bypass = user.path("lobby_bypass");
        findings.addIf(
                user.has("lobby_bypass") && !bypass.isBoolean(),
                Surprise.LOBBY_BYPASS_TYPE,
                "Its context.user.lobby_bypass is %s.".formatted(Shown.json(bypass)));
        findings.addIf(
                expected.lobby() && moderates() && !bypass.booleanValue(),
                Surprise.LOBBY,
                "The room's lobby is on, and the moderator's token does not pass it.");
    }

    /** True itself or its text, in lower case. */
    private static boolean isTrue(JsonNode value) {
        return value.asText().equals("true");
    }
}
