package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command as an operator calls it: beside a node's own environment, without a node. */
class CheckTokenIT {
    @Test
    void theJarChecksATokenWithoutADatabase() throws Exception {
        var checked = call("eyJhbGciOiJub25lIn0.e30.");

        assertThat(checked.said).startsWith("Refused by Jitsi's server.").contains("alg-none", "typ", "iss-missing");
        assertThat(checked.exitCode).isEqualTo(1);
    }

    private record Called(String said, int exitCode) {}

    private static Called call(String token) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = Path.of("target", "gavel.jar").toAbsolutePath().toString();
        var builder = new ProcessBuilder(List.of(java, "-XX:TieredStopAtLevel=1", "-jar", jar, "check-token"))
                .directory(NodeProcess.freshFolder("check-token").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GAVEL_MODE", "production");
        builder.environment().put("JITSI_APP_SECRET", "of a production that knows no database");
        var process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write(token.getBytes(StandardCharsets.US_ASCII));
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Called(said, process.exitValue());
    }
}
