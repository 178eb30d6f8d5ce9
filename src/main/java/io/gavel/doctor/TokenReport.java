package io.gavel.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said about a token. It repeats neither the token nor any secret.
 *
 * @param accepted whether Jitsi's server lets its bearer in
 * @param affiliation owner (who moderates) or member; absent where nobody is let in
 * @param findings what is refused comes first, in the order in which Jitsi looks
 */
public record TokenReport(boolean accepted, @Nullable String affiliation, List<TokenFinding> findings) {
    public TokenReport {
        findings = List.copyOf(findings);
    }
}
