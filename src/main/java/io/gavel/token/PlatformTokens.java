package io.gavel.token;

import io.gavel.identity.Caller;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.util.List;

/** Verifies the platform's own tokens. Whatever is wrong with one, the answer is UNAUTHENTICATED with a short reason. */
final class PlatformTokens {
    private final KeySource keys;
    private final PlatformClaims claims;

    PlatformTokens(KeySource keys, PlatformClaims claims) {
        this.keys = keys;
        this.claims = claims;
    }

    /** Who shows this token. The claims come first: they are cheap, and an outdated token never has keys asked for. */
    Future<Caller> verify(String text) {
        try {
            var token = CompactToken.parse(text);
            var caller = claims.caller(token.claims());
            return keys.find(token.algorithm(), token.kid())
                    .compose(candidates -> verifyByAny(candidates, token))
                    .map(caller);
        } catch (Problem refused) {
            return Future.failedFuture(refused);
        }
    }

    private static Future<Void> verifyByAny(List<VerificationKey> candidates, CompactToken token) {
        Future<Void> verified = Future.failedFuture(Refusal.because("no key here verifies this token"));
        for (var key : candidates) {
            verified = verified.recover(refused -> key.verify(token));
        }
        return verified;
    }
}
