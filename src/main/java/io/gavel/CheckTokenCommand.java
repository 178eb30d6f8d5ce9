package io.gavel;

import io.gavel.CheckTokenOptions.Misused;
import io.gavel.config.ConfigException;
import io.gavel.config.ConfigLoader;
import io.gavel.doctor.CheckToken;
import io.gavel.doctor.Severity;
import io.gavel.doctor.TokenDoctor;
import io.gavel.doctor.TokenFinding;
import io.gavel.doctor.TokenReport;
import io.gavel.json.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code check-token}: says which rules of Jitsi a token breaks. It starts no node and asks no database; of the
 * configuration it reads what concerns Jitsi.
 */
final class CheckTokenCommand {
    static final int FINE = 0;
    static final int BROKEN = 1;
    static final int USAGE = 2;

    private static final String NAME = "check-token";
    private static final int LONGEST_TOKEN = 64 * 1024;
    private static final String HELP = """
            java -jar gavel.jar check-token [OPTION]... [FILE]
            Says which rules of Jitsi's server or web client a token breaks, what a user then sees, and how to mend it.
            The token is read from FILE, or from standard input: as an argument, every user of this machine could see it.

              --room=NAME               the room that is entered
              --tenant=NAME             the tenant in the page's address
              --domain=HOST             Jitsi's main domain; else the host of JITSI_DOMAIN
              --issuer=TEXT             what the server accepts as iss, * for anything; else JITSI_APP_ID
              --audience=TEXT           what the server accepts as aud, * for anything; else jitsi
              --provider=PROVIDER       self-hosted or jaas; else as the key's id or the token's sub says
              --public-key=FILE         the PEM file of the key that the server verifies with; else Gavel's own, or JITSI_APP_SECRET
              --no-domain-verification  as docker-jitsi-meet does unless told otherwise
              --lobby                   the room's lobby is on
              --json                    answers as POST /api/jitsi/token/check does
              --NAME=value, -conf FILE  as for a node

            Exit code 0: Jitsi takes the token; 1: it breaks a rule; 2: this call or the configuration is wrong.
            """;

    private final Path workingDirectory;
    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    CheckTokenCommand(
            Path workingDirectory, Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
        this.workingDirectory = workingDirectory;
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    static boolean isMeant(String... arguments) {
        return arguments.length > 0 && arguments[0].equals(NAME);
    }

    /**
     * Does all of it; never throws for what a person gave it.
     *
     * @return the exit code
     */
    int run(List<String> arguments, Instant now) {
        try {
            var options = CheckTokenOptions.parse(arguments.subList(1, arguments.size()));
            if (options.has("--help")) {
                out.print(HELP);
                return FINE;
            }
            var jitsi = ConfigLoader.loadJitsi(workingDirectory, environment, options.ofTheNode());
            var asked = new CheckToken(token(options), options.circumstances(workingDirectory));
            var report = new TokenDoctor(jitsi).examine(asked, now);
            out.println(options.has("--json") ? WireJson.encode(report) : text(report));
            return isFine(report) ? FINE : BROKEN;
        } catch (ConfigException faulty) {
            faulty.faults().forEach(err::println);
        } catch (Misused misused) {
            err.println(misused.getMessage());
            err.println();
            err.print(HELP);
        } catch (IOException | IllegalArgumentException unreadable) {
            err.println("The token cannot be read; check-token --help says from where.");
        }
        return USAGE;
    }

    /** Without the line's end that an editor or echo leaves. */
    private String token(CheckTokenOptions options) throws IOException {
        var file = options.file();
        try (var source = file.isPresent() ? Files.newInputStream(workingDirectory.resolve(file.get())) : in) {
            return new String(source.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8).strip();
        }
    }

    /** What merely surprises is no reason to stop a script. */
    private static boolean isFine(TokenReport report) {
        return report.findings().stream().allMatch(finding -> finding.severity() == Severity.SURPRISING);
    }

    private static String text(TokenReport report) {
        var verdict = report.accepted()
                ? "Accepted by Jitsi's server, as " + report.affiliation() + "."
                : "Refused by Jitsi's server.";
        return Stream.concat(Stream.of(verdict), report.findings().stream().map(CheckTokenCommand::text))
                .collect(Collectors.joining("\n\n"));
    }

    private static String text(TokenFinding finding) {
        var says = finding.says() == null ? "" : "\n  Jitsi says:     " + finding.says();
        return "%s: %s%s%n  What one sees:  %s%n  How to mend it: %s%n  Rule:           %s"
                .formatted(
                        finding.severity().wire(),
                        finding.problem(),
                        says,
                        finding.effect(),
                        finding.mend(),
                        finding.rule());
    }
}
