package io.gavel.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One rule that a token breaks.
 *
 * @param rule its stable name
 * @param says what Prosody's log or the web client says about it; absent where nobody says a word
 * @param problem what is wrong with this token, in a sentence
 * @param effect what a user then sees
 * @param mend how to mend it
 */
public record TokenFinding(
        String rule, Severity severity, @Nullable String says, String problem, String effect, String mend) {
    static TokenFinding of(Rule broken, String problem) {
        return new TokenFinding(
                broken.id(), broken.severity(), broken.says().orElse(null), problem, broken.effect(), broken.mend());
    }
}
