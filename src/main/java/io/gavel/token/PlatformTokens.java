package io.gavel.token;

import io.gavel.identity.Caller;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.util.List;

/** Verifies the platform's own tokens. Whatever is wrong with one, the answer is UNAUTHENTICATED with a short reason. */
final class PlatformTokens {
    private final KeySource keys;
    private final PlatformClaims claims;
    private final RecentTokens recent = new RecentTokens();

    PlatformTokens(KeySource keys, PlatformClaims claims) {
        this.keys = keys;
        this.claims = claims;
    }

    /**
     * Who shows this token. The claims come first: they are cheap, and an outdated token never has keys asked for. A token that
     * was verified before is not verified again as long as the key that did it is one of those in use.
     */
    Future<Caller> verify(String text) {
        try {
            var known = recent.find(text);
            var token = known.map(RecentTokens.Verified::token).orElseGet(() -> CompactToken.parse(text));
            var caller = claims.caller(token.claims());
            return keys.find(token.algorithm(), token.kid())
                    .compose(candidates ->
                            known.isPresent() && candidates.contains(known.get().key())
                                    ? Future.succeededFuture(caller)
                                    : verifyByAny(candidates, token).map(caller));
        } catch (Problem refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<Void> verifyByAny(List<VerificationKey> candidates, CompactToken token) {
        Future<Void> verified = Future.failedFuture(Refusal.because("no key here verifies this token"));
        for (var key : candidates) {
            verified = verified.recover(refused -> key.verify(token).onSuccess(valid -> recent.add(token, key)));
        }
        return verified;
    }
}
