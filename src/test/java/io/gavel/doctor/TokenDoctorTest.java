package io.gavel.doctor;

import static io.gavel.doctor.Forge.JITSI;
import static io.gavel.doctor.Forge.NOW;
import static io.gavel.doctor.Forge.SECRET;
import static io.gavel.doctor.Forge.jaas;
import static io.gavel.doctor.Forge.jaasHeader;
import static io.gavel.doctor.Forge.token;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenDoctorTest {
    private static final TokenDoctor DOCTOR = new TokenDoctor(JITSI);

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "server.csv", delimiter = '|', quoteCharacter = '^')
    void agreesWithALiveServer(String name, String changes, String room, String verdict, @Nullable String says) {
        var report = examine(token(changes), Circumstances.room(room));

        assertThat(report.accepted()).isEqualTo(!verdict.equals("refused"));
        assertThat(report.affiliation()).isEqualTo(report.accepted() ? verdict : null);
        assertThat(report.findings().stream()
                        .filter(finding -> finding.severity() == Severity.REFUSED)
                        .map(TokenFinding::says))
                .containsExactlyElementsOf(Stream.ofNullable(says).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.gavel.doctor.OddToken#all")
    void findsWhatIsOdd(OddToken odd) {
        var report = examine(odd.text(), odd.place());

        assertThat(report.findings().stream()
                        .filter(finding -> finding.severity() != Severity.FLAGGED)
                        .map(TokenFinding::rule))
                .containsExactlyElementsOf(odd.rules());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = "client.csv", delimiter = '|', quoteCharacter = '^')
    void givesTheReasonsThatTheWebClientGives(String changes, @Nullable String reasons) {
        assertThat(said(examine(token(changes), Circumstances.UNKNOWN))).isEqualTo(reasons == null ? "" : reasons);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe/4f4910 | {} |",
                "| {\"exp\":null} | kidNotFound",
                "4f4910 | {} | kidMismatch",
                "vpaas-magic-cookie-b/4f4910 | {} | kidMismatch",
                "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe/4f4910 | {\"aud\":[\"jitsi\"]} | audInvalid",
                "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe/4f4910 | {\"iss\":null} | issInvalid",
                "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe/4f4910 | {\"context\":{\"features\":null}} | featuresNotFound",
                "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe/4f4910 | {\"context\":null} | featuresNotFound,contextNotFound"
            })
    void givesTheReasonsThatTheWebClientGivesForJaas(@Nullable String kid, String changes, @Nullable String reasons) {
        var header = "{\"alg\":\"RS256\",\"typ\":\"JWT\"" + (kid == null ? "" : ",\"kid\":\"" + kid + "\"") + "}";

        var report = examine(jaas(header, changes), Circumstances.UNKNOWN);

        assertThat(said(report)).isEqualTo(reasons == null ? "" : reasons);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "null  | {}   | headerNotFound",
                "0     | {}   | headerNotFound",
                "{}    | null | payloadNotFound",
                "{}    | 5    | expInvalid,contextNotFound",
                "{     | {}   |",
                "{}    | {    |"
            })
    void saysNothingInTheNameOfTheWebClientWhereThatReadsNothing(
            String header, String payload, @Nullable String reasons) {
        var report = examine(Forge.base64(header) + "." + Forge.base64(payload) + ".eA", Circumstances.UNKNOWN);

        assertThat(said(report)).isEqualTo(reasons == null ? "" : reasons);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = "surprises.csv", delimiter = '|', quoteCharacter = '^')
    void saysWhatWorksOtherwiseThanItLooks(String changes, @Nullable String rules) {
        var report = examine(token(changes), Circumstances.UNKNOWN);

        var surprising = report.findings().stream()
                .filter(finding -> finding.severity() == Severity.SURPRISING)
                .map(TokenFinding::rule);
        assertThat(String.join(",", surprising.toList())).isEqualTo(rules == null ? "" : rules);
    }

    @Test
    void everyRuleIsBrokenBySomeTokenOfTheseTables() throws IOException {
        var broken = Stream.of(
                        changes("server.csv", 1).map(changes -> examine(token(changes), Circumstances.room("alpha"))),
                        changes("client.csv", 0).map(changes -> examine(token(changes), Circumstances.UNKNOWN)),
                        Stream.of("{\"aud\":1,\"iss\":1,\"context\":null}")
                                .map(changes -> examine(jaas("{\"kid\":\"a\"}", changes), Circumstances.UNKNOWN)),
                        Stream.of("null.{}", "{}.null").map(token -> examine(halves(token), Circumstances.UNKNOWN)),
                        changes("surprises.csv", 0).map(changes -> examine(token(changes), Circumstances.UNKNOWN)),
                        OddToken.all().map(odd -> examine(odd.text(), odd.place())))
                .flatMap(reports -> reports)
                .flatMap(report -> report.findings().stream())
                .map(TokenFinding::rule);

        assertThat(broken.distinct())
                .containsExactlyInAnyOrderElementsOf(Rule.all().map(Rule::id).toList());
    }

    @Test
    void everyRuleIsExplainedInSentences() {
        assertThat(Rule.all().map(Rule::id)).doesNotHaveDuplicates();
        assertThat(Rule.all()).allSatisfy(rule -> {
            assertThat(rule.effect()).matches("[A-Z].{10,}\\.");
            assertThat(rule.mend()).matches("[A-Z].{10,}\\.");
        });
    }

    @Test
    void neitherTheTokenNorASecretIsRepeated() throws IOException {
        var longText = "x".repeat(300);
        var tokens = Stream.concat(
                OddToken.all().map(odd -> new CheckToken(odd.text(), odd.place())),
                Stream.of(new CheckToken(
                        token("{\"room\":\"" + longText + "\",\"iss\":\"" + token("{}") + "\"}"),
                        Circumstances.room("alpha"))));

        assertThat(tokens).allSatisfy(asked -> {
            var said = DOCTOR.examine(asked, NOW).toString();
            assertThat(said).doesNotContain(SECRET, longText, token("{}"));
            assertThat(asked.toString()).isEqualTo("CheckToken[***]");
            if (asked.token().length() > 20) {
                assertThat(said)
                        .doesNotContain(asked.token().substring(asked.token().length() - 20));
            }
        });
    }

    @Test
    void secondsAreCounted() {
        var expired = examine(token("{\"exp\":\"<-61>\"}"), Circumstances.UNKNOWN);
        var early = examine(token("{\"nbf\":\"<3>\"}"), Circumstances.UNKNOWN);

        assertThat(expired.findings().get(0).problem()).contains("61 seconds ago");
        assertThat(early.findings().get(0).problem()).contains("in 3 seconds");
    }

    @Test
    void whatIsRefusedComesFirst() {
        var report = examine(token("{\"room\":\"*\",\"exp\":\"<-1>\",\"sub\":\"*\",\"aud\":7}"), Circumstances.UNKNOWN);

        assertThat(report.findings()).extracting(TokenFinding::severity).isSorted();
        assertThat(report.findings()).extracting(TokenFinding::rule).startsWith("expired", "aud");
    }

    @Test
    void aJaasModeratorModeratesByOneFieldAlone() {
        var report =
                examine(jaas(jaasHeader(), "{\"context\":{\"user\":{\"moderator\":false}}}"), Circumstances.UNKNOWN);

        assertThat(report.affiliation()).isEqualTo("member");
    }

    private static TokenReport examine(String token, Circumstances place) {
        return DOCTOR.examine(new CheckToken(token, place), NOW);
    }

    private static String halves(String json) {
        return Stream.of(json.split("\\.", -1)).map(Forge::base64).collect(Collectors.joining("."));
    }

    private static String said(TokenReport report) {
        return String.join(
                ",",
                report.findings().stream()
                        .filter(finding -> finding.severity() == Severity.FLAGGED)
                        .map(finding -> Objects.requireNonNull(finding.says()))
                        .toList());
    }

    private static Stream<String> changes(String table, int column) throws IOException {
        try (InputStream file = Objects.requireNonNull(TokenDoctorTest.class.getResourceAsStream(table))) {
            List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            return lines.stream().map(line -> line.split("\\|", -1)[column].trim());
        }
    }
}
