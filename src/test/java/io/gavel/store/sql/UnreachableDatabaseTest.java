package io.gavel.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gavel.config.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A start without its database. */
class UnreachableDatabaseTest {
    @Test
    void isNamedAtEachTryAndGivenUpAfterItsTime() throws Exception {
        var tries = new ListAppender<ILoggingEvent>();
        tries.start();
        var logger = (Logger) LoggerFactory.getLogger(Migrations.class);
        logger.addAppender(tries);
        var place = "127.0.0.1:" + closedPort();
        var url = DatabaseUrl.parse("postgresql://gavel:canary@" + place + "/gavel");

        assertThatThrownBy(() -> Migrations.run(url, Duration.ofSeconds(3)))
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining(place)
                .hasMessageNotContaining("canary");

        logger.detachAppender(tries);
        assertThat(tries.list)
                .isNotEmpty()
                .extracting(ILoggingEvent::getFormattedMessage)
                .allSatisfy(line -> assertThat(line).contains(place).doesNotContain("canary"));
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
