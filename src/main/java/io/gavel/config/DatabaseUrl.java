package io.gavel.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address of a PostgreSQL database, as {@code DATABASE_URL} gives it. Its {@code toString} masks the password.
 *
 * @param host a host name, or an IP address without brackets
 */
public record DatabaseUrl(
        String user, @Nullable Secret password, String host, int port, String database, SslMode sslMode) {

    /** How far the connection is encrypted and the server verified, as libpq defines it. */
    public enum SslMode {
        DISABLE,
        ALLOW,
        PREFER,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL;

        /** The name that stands in a URL, such as {@code verify-full}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<SslMode> of(String text) {
            return Stream.of(values()).filter(mode -> mode.text().equals(text)).findFirst();
        }
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?sslmode=MODE}; port (5432), password and sslmode
     * (prefer) may be absent, Prisma's {@code schema} is ignored.
     *
     * @throws IllegalArgumentException saying what is wrong in words that repeat no part of the URL but a parameter
     */
    public static DatabaseUrl parse(String url) {
        return new DatabaseUrlParser(url).parse();
    }

    /** The JDBC address, without credentials. A verifying mode trusts what the JVM trusts. */
    public String jdbcUrl() {
        var verifies = sslMode == SslMode.VERIFY_CA || sslMode == SslMode.VERIFY_FULL;
        return "jdbc:postgresql://" + place()
                + (verifies ? "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" : "");
    }

    @Override
    public String toString() {
        return "postgresql://" + encode(user) + (password == null ? "" : ":***") + "@" + place();
    }

    private String place() {
        return Hosts.bracketed(host) + ":" + port + "/" + encode(database) + "?sslmode=" + sslMode.text();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
