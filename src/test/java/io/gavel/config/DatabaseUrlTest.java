package io.gavel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gavel.config.DatabaseUrl.SslMode;
import java.sql.Driver;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @Test
    void everyPartIsRead() {
        assertThat(DatabaseUrl.parse("postgres://me:p%40ss+1@Db.example.com:6432/my%2Fdb?schema=x&sslmode=verify-full"))
                .isEqualTo(new DatabaseUrl(
                        "me", new Secret("p@ss+1"), "db.example.com", 6432, "my/db", SslMode.VERIFY_FULL));
    }

    @Test
    void whatIsLeftOutHasADefault() {
        assertThat(DatabaseUrl.parse("postgresql://me@[2001:db8::1]/db"))
                .isEqualTo(new DatabaseUrl("me", null, "2001:db8::1", 5432, "db", SslMode.PREFER));
    }

    @Test
    void anAtSignInAPasswordNeedsNoEncoding() {
        assertThat(DatabaseUrl.parse("postgresql://me:p@ss:w@h/db").password()).isEqualTo(new Secret("p@ss:w"));
    }

    @ParameterizedTest
    @EnumSource
    void everyModeHasItsName(SslMode mode) {
        assertThat(DatabaseUrl.parse("postgresql://me@h/db?sslmode=" + mode.text())
                        .sslMode())
                .isEqualTo(mode);
    }

    @Test
    void itsTextMasksThePassword() {
        assertThat(DatabaseUrl.parse("postgres://m%20e:pw@[::1]/db?sslmode=require"))
                .hasToString("postgresql://m%20e:***@[::1]:5432/db?sslmode=require");
    }

    @Test
    void jdbcGetsNoCredentials() {
        assertThat(DatabaseUrl.parse("postgres://me:pw@h/db").jdbcUrl())
                .isEqualTo("jdbc:postgresql://h:5432/db?sslmode=prefer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void aVerifyingModeTrustsWhatTheJvmTrusts(String mode) {
        assertThat(DatabaseUrl.parse("postgres://me:pw@[::1]/db?sslmode=" + mode)
                        .jdbcUrl())
                .isEqualTo("jdbc:postgresql://[::1]:5432/db?sslmode=" + mode
                        + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
    }

    @Test
    void theDriverReadsTheSameParts() throws Exception {
        Driver driver = new org.postgresql.Driver();
        var url = DatabaseUrl.parse("postgres://me:pw@[::1]:6432/my%20%2B%26%3Fdb?sslmode=verify-ca")
                .jdbcUrl();

        var properties = driver.getPropertyInfo(url, new Properties());

        assertThat(properties)
                .extracting(property -> property.name + "=" + property.value)
                .contains("PGHOST=[::1]", "PGPORT=6432", "PGDBNAME=my +&?db", "sslmode=verify-ca");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://u:canary@h/db | an address that does not start with postgresql:// or postgres://",
                "canary | an address that does not start with postgresql:// or postgres://",
                "postgres://h/db | a URL without a user",
                "postgres://:canary@h/db | a URL without a user",
                "postgres://u:canary@/db | a URL without a host",
                "postgres://u:canary@a b/db | a URL with a malformed host",
                "postgres://u:canary@a,b/db | a URL with a malformed host",
                "postgres://u:canary@[::1/db | a URL with a malformed host",
                "postgres://u:canary@h:0/db | a URL whose port is not 1..65535",
                "postgres://u:canary@h:x/db | a URL whose port is not 1..65535",
                "postgres://u:canary@h | a URL without a database",
                "postgres://u:canary@h/ | a URL without a database",
                "postgres://u:canary@h/a/b | a URL with more than a database in its path",
                "postgres://u:canary@h/db#x | a URL in which / ? # or @ of a name or password is not percent-encoded",
                "postgres://u:can/ary@h/db | a URL in which / ? # or @ of a name or password is not percent-encoded",
                "postgres://u:p@h/x?can=ary@h/db | a URL in which / ? # or @ of a name or password is not percent-encoded",
                "postgres://u:can#ary@h/db | a URL in which / ? # or @ of a name or password is not percent-encoded",
                "postgres://u:canary%zz@h/db | a URL with a malformed percent-encoding in its password",
                "postgres://u:canary%ff@h/db | a URL with a malformed percent-encoding in its password",
                "postgres://u:canary@h/a%00 | a URL with a malformed percent-encoding in its database",
                "postgres://u:canary@h/db?sslmode=yes | a URL with an unknown sslmode",
                "postgres://u:canary@h/db?sslmode=REQUIRE | a URL with an unknown sslmode",
                "postgres://u:canary@h/db?sslmode | a URL with an unknown sslmode",
                "postgres://u:canary@h/db?sslmode=allow&sslmode=allow | a URL with sslmode twice",
                "postgres://u:canary@h/db?pgbouncer=true | a URL with the parameter pgbouncer",
                "postgres://u:canary@h/db?%0a=1 | a URL with the parameter of a strange name"
            })
    void eachFaultIsNamedWithoutThePassword(String url, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.parse(url))
                .withMessage(fault)
                .withNoCause();
    }
}
