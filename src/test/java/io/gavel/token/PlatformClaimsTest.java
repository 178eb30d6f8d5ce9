package io.gavel.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gavel.config.Auth;
import io.gavel.identity.Caller;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers after "JWT" are those of the list of attacks. */
class PlatformClaimsTest {
    private static final long NOW = TestNode.NOW.getEpochSecond();

    @Test
    void jwt7TheIssuerMustBeOurs() {
        var auth = auth("https://id.example", null, null, null);

        assertThat(caller(auth, claims("iss", "https://id.example")).userId()).isEqualTo("alice");
        for (var iss : Arrays.asList("https://id.example/", "", null, List.of("https://id.example"))) {
            assertThat(refusal(auth, claims("iss", iss))).contains("issuer");
        }
        assertThat(refusal(auth, claims())).contains("issuer");
    }

    @Test
    void jwt8TheAudienceMustBeOrContainOurs() {
        var auth = auth(null, "gavel", null, null);

        assertThat(caller(auth, claims("aud", "gavel")).userId()).isEqualTo("alice");
        assertThat(caller(auth, claims("aud", List.of("other", "gavel"))).userId())
                .isEqualTo("alice");
        for (var aud :
                Arrays.asList("Gavel", "", null, List.of(), List.of("other"), Map.of("gavel", 1), "gavel other")) {
            assertThat(refusal(auth, claims("aud", aud))).contains("audience");
        }
        assertThat(refusal(auth, claims())).contains("audience");
    }

    @Test
    void jwt11ALifetimeOverTheMaximumIsRefused() {
        var auth = auth(null, null, null, Duration.ofHours(1));
        var tenYears = 10 * 365 * 86_400L;

        assertThat(caller(auth, claims("iat", NOW, "exp", NOW + 3600)).userId()).isEqualTo("alice");
        assertThat(refusal(auth, claims("iat", NOW, "exp", NOW + 3601))).contains("lives longer");
        assertThat(refusal(auth, claims("iat", NOW, "exp", NOW + tenYears))).contains("lives longer");
        assertThat(refusal(auth, claims("iat", -1e300, "exp", NOW + 60))).contains("lives longer");
        assertThat(refusal(auth, claims("exp", NOW + 60))).contains("no iat");
    }

    @Test
    void withoutAMaximumAnyLifetimeWillDo() {
        assertThat(caller(TestNode.NO_KEY, claims("exp", NOW + 10 * 365 * 86_400L))
                        .userId())
                .isEqualTo("alice");
    }

    @Test
    void jwt13AJitsiTokenOpensTheApiOnlyWhereThatAudienceIsConfigured() {
        var jitsi = claims("aud", "jitsi", "room", "room");

        assertThat(refusal(TestNode.NO_KEY, jitsi)).contains("audience");
        assertThat(refusal(auth(null, "gavel", null, null), claims("aud", List.of("gavel", "jitsi"), "room", 1)))
                .contains("audience");
        assertThat(caller(auth(null, "jitsi", null, null), jitsi).userId()).isEqualTo("alice");
        assertThat(caller(TestNode.NO_KEY, claims("aud", "jitsi")).userId()).isEqualTo("alice");
        assertThat(caller(TestNode.NO_KEY, claims("room", "room")).userId()).isEqualTo("alice");
    }

    @Test
    void theUserIdIsTextOrAnInteger() {
        var huge = new BigInteger("9".repeat(128));

        assertThat(caller(TestNode.NO_KEY, claims("sub", 123)).userId()).isEqualTo("123");
        assertThat(caller(TestNode.NO_KEY, claims("sub", "123")).userId()).isEqualTo("123");
        assertThat(caller(TestNode.NO_KEY, claims("sub", huge)).userId()).isEqualTo(huge.toString());
        assertThat(caller(TestNode.NO_KEY, claims("sub", "\uD83D\uDE00".repeat(128)))
                        .userId())
                .hasSize(256);
    }

    static List<@Nullable Object> badUserIds() {
        return Arrays.asList(null, "", "a".repeat(129), 1.0, true, List.of("alice"), Map.of(), "a\u0000b", "\ud800");
    }

    @ParameterizedTest
    @MethodSource("badUserIds")
    void anyOtherUserIdIsRefused(@Nullable Object id) {
        assertThat(refusal(TestNode.NO_KEY, claims("sub", id))).contains("user id");
        assertThat(refusal(auth(null, null, "uid", null), claims("uid", id))).contains("user id");
    }

    @Test
    void userIdCountsWhereSubIsAbsentOrNull() {
        assertThat(caller(TestNode.NO_KEY, claims("sub", null, "userId", 7)).userId())
                .isEqualTo("7");
        assertThat(caller(TestNode.NO_KEY, without("sub", claims("userId", "bob")))
                        .userId())
                .isEqualTo("bob");
        assertThat(caller(TestNode.NO_KEY, claims("userId", "bob")).userId()).isEqualTo("alice");
        assertThat(refusal(TestNode.NO_KEY, claims("sub", "", "userId", "bob"))).contains("user id");
    }

    @Test
    void aConfiguredClaimIsTheOnlyOne() {
        var auth = auth(null, null, "uid", null);

        assertThat(caller(auth, claims("uid", "bob")).userId()).isEqualTo("bob");
        assertThat(refusal(auth, claims("userId", "bob"))).contains("user id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "email", "avatar"})
    void whatIsNoStorableTextIsAbsent(String claim) {
        for (var value : Arrays.asList(null, "", " \t", 5, true, List.of("x"), "a\u0000", "\udc00x")) {
            var caller = caller(TestNode.NO_KEY, claims(claim, value));

            assertThat(caller).isEqualTo(caller(TestNode.NO_KEY, claims()));
        }
        assertThat(caller(TestNode.NO_KEY, claims(claim, "x"))).isNotEqualTo(caller(TestNode.NO_KEY, claims()));
    }

    @Test
    void onlyTrueMakesAnAdmin() {
        for (var value : Arrays.asList(null, "true", 1, false, List.of(true))) {
            assertThat(caller(TestNode.NO_KEY, claims("admin", value)).admin()).isFalse();
        }
        assertThat(caller(TestNode.NO_KEY, claims()).admin()).isFalse();
        assertThat(caller(TestNode.NO_KEY, claims("admin", true)).admin()).isTrue();
    }

    private static Auth auth(
            @Nullable String issuer, @Nullable String audience, @Nullable String claim, @Nullable Duration longest) {
        return new Auth(null, null, null, issuer, audience, claim, longest);
    }

    private static Caller caller(Auth auth, Map<String, Object> claims) {
        return new PlatformClaims(auth, Clock.fixed(TestNode.NOW, ZoneOffset.UTC)).caller(claims);
    }

    private static String refusal(Auth auth, Map<String, Object> claims) {
        var problem = catchThrowableOfType(Problem.class, () -> caller(auth, claims));
        assertThat(problem.code()).isEqualTo(Code.UNAUTHENTICATED);
        return problem.detail();
    }

    /** Those of a good token, changed by pairs of name and value. */
    private static Map<String, Object> claims(@Nullable Object... changes) {
        var claims = new HashMap<String, Object>();
        claims.put("sub", "alice");
        claims.put("exp", NOW + 600);
        for (int i = 0; i < changes.length; i += 2) {
            claims.put(String.valueOf(changes[i]), changes[i + 1]);
        }
        return claims;
    }

    private static Map<String, Object> without(String name, Map<String, Object> claims) {
        claims.remove(name);
        return claims;
    }
}
