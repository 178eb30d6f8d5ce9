package io.gavel.token;

import static io.gavel.fuzz.FuzzTarget.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.bus.Bus;
import io.gavel.config.Auth;
import io.gavel.config.Secret;
import io.gavel.fuzz.FuzzTarget;
import io.gavel.identity.Caller;
import io.gavel.identity.Text;
import io.gavel.identity.UserId;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of the platform. Where the first byte is odd, the rest is a header, a zero and claims, which are signed as they should
 * be: what is wrong with claims is not found behind a wrong signature.
 */
public final class TokenFuzz implements FuzzTarget {
    private static final Secret SECRET = new Secret("a secret that the platform and its nodes know");
    private static final Map<Integer, String> MACS = Map.of(32, "HmacSHA256", 48, "HmacSHA384", 64, "HmacSHA512");

    private final PlatformTokens anyLifetime;
    private final PlatformTokens strict;

    public TokenFuzz() {
        Bus.registerLocals();
        var key = VerificationKey.ofSecret(Vertx.vertx(), SECRET);
        var clock = Clock.fixed(TestNode.NOW, ZoneOffset.UTC);
        var loose = new Auth(SECRET, null, null, null, null, null, null);
        var tight = new Auth(SECRET, null, null, "issuer", "audience", "uid", Duration.ofHours(1));
        anyLifetime = new PlatformTokens(new FixedKeys(List.of(key)), new PlatformClaims(loose, clock));
        strict = new PlatformTokens(new FixedKeys(List.of(key)), new PlatformClaims(tight, clock));
    }

    @Override
    public void take(byte[] input) throws GeneralSecurityException {
        if (input.length == 0) {
            return;
        }
        var rest = Arrays.copyOfRange(input, 1, input.length);
        var token = input[0] % 2 == 0 ? new String(rest, ISO_8859_1) : signed(rest);
        for (var tokens : List.of(anyLifetime, strict)) {
            // Again, for one that was verified is not verified again.
            var isTaken = judge(token, tokens.verify(token));
            require(judge(token, tokens.verify(token)) == isTaken, "another answer");
        }
    }

    private static boolean judge(String token, Future<Caller> answer) throws GeneralSecurityException {
        try {
            var caller = answer.toCompletionStage().toCompletableFuture().join();
            require(isSigned(token), "a token that nobody has signed");
            require(UserId.of(caller.userId()).isPresent(), "a user that cannot be");
            require(caller.name() == null || Text.isStorable(caller.name()), "a name that cannot be kept");
            require(caller.expiresAt().isAfter(TestNode.NOW.minusSeconds(11)), "a token of the past");
            return true;
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof Problem problem) {
                require(problem.code() == Code.UNAUTHENTICATED, "refused as " + problem.code());
                return false;
            }
            throw failure;
        }
    }

    private static String signed(byte[] input) throws GeneralSecurityException {
        var zero = 0;
        while (zero < input.length && input[zero] != 0) {
            zero++;
        }
        var header = Arrays.copyOf(input, zero);
        var claims = Arrays.copyOfRange(input, Math.min(zero + 1, input.length), input.length);
        var text = base64(header) + "." + base64(claims);
        var longer = new String(header, ISO_8859_1);
        return text + "." + base64(mac(longer.contains("512") ? 64 : longer.contains("384") ? 48 : 32, text));
    }

    private static boolean isSigned(String token) throws GeneralSecurityException {
        var end = token.lastIndexOf('.');
        var signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
        return MessageDigest.isEqual(signature, mac(signature.length, token.substring(0, end)));
    }

    private static byte[] mac(int length, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance(MACS.getOrDefault(length, "HmacSHA256"));
        mac.init(new SecretKeySpec(SECRET.utf8(), mac.getAlgorithm()));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
