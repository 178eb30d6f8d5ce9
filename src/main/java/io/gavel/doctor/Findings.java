package io.gavel.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found wrong with one token, in the order found. */
final class Findings {
    private final List<TokenFinding> found = new ArrayList<>();

    void add(Rule broken, String problem) {
        found.add(TokenFinding.of(broken, problem));
    }

    void addIf(boolean isBroken, Rule rule, String problem) {
        if (isBroken) {
            add(rule, problem);
        }
    }

    boolean refuse() {
        return found.stream().anyMatch(finding -> finding.severity() == Severity.REFUSED);
    }

    /** As found, within each severity. */
    List<TokenFinding> worstFirst() {
        return found.stream()
                .sorted(Comparator.comparing(TokenFinding::severity))
                .toList();
    }
}
