package io.gavel;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import io.gavel.config.Mode;
import org.slf4j.LoggerFactory;

/** How a line of the log is written: JSON in production, for people elsewhere. */
final class LogFormat {
    private LogFormat() {}

    /** Configures the log anew: libraries ask for their loggers while the configuration, and so the mode, is being read. */
    static void choose(Mode mode) {
        System.setProperty("gavel.log", mode == Mode.PRODUCTION ? "json" : "plain");
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            try {
                new ContextInitializer(context).autoConfig();
            } catch (JoranException faulty) {
                throw new IllegalStateException("logback.xml cannot be read", faulty);
            }
        }
    }
}
