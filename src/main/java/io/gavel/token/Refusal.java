package io.gavel.token;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;

/** Why a token opens nothing. The reason names the rule, never a value: it goes to whoever showed the token. */
final class Refusal {
    private Refusal() {}

    static Problem because(String reason) {
        return new Problem(Code.UNAUTHENTICATED, reason);
    }
}
