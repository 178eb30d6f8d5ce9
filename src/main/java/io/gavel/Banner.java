package io.gavel;

import io.gavel.config.Config;
import io.gavel.config.Mode;
import org.slf4j.LoggerFactory;

/** What a node says when it is up; in dev mode also how to hold the first meeting. */
final class Banner {
    /** What a node in production says as soon as it takes requests. */
    static final String LISTENING = "listening on";

    private static final String FIRST_MEETING = """

            Gavel is up: %1$s
              A meeting in the browser:         %1$s/console, in a window for each person
              API document, every call to try:  %1$s/docs
              Health and metrics:               http://%2$s:%3$d/health/ready, /metrics

            The first meeting:

              TOKEN=$(curl -s %1$s/dev/token -H "Content-Type: application/json" \\
                -d '{"userId":"1","name":"Ada"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')

              curl -X POST %1$s/api/meeting/create \\
                -H "Authorization: Bearer $TOKEN" \\
                -H "Content-Type: application/json" \\
                -d '{"title":"Test Meeting","participantUserIds":[123]}'

              curl -X POST %1$s/api/meeting/1/join \\
                -H "Authorization: Bearer $TOKEN"
            """;

    private Banner() {}

    @SuppressWarnings("SystemOut") // for the person at the terminal, beside the log
    static void print(Config config, Node node) {
        if (config.mode() == Mode.DEV) {
            System.out.println(FIRST_MEETING.formatted(
                    "http://localhost:" + node.port(), config.management().host(), node.managementPort()));
        } else {
            LoggerFactory.getLogger(Banner.class)
                    .info(LISTENING + " {}:{}", config.http().host(), node.port());
        }
    }
}
