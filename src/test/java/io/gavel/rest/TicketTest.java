package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TicketTest {
    @Test
    void isGoodForAMinute() {
        var user = newUser();
        var before = databaseTime();

        var bought = user.post("/api/ticket");

        assertThat(bought.status()).isEqualTo(201);
        assertThat(bought.json().fieldNames()).containsExactlyInAnyOrder("ticket", "expiresAt");
        assertThat(bought.json().getString("expiresAt")).matches(WireFields.TIME);
        assertThat(Instant.parse(bought.json().getString("expiresAt")).minus(Duration.ofSeconds(60)))
                .isBetween(before, databaseTime());
    }

    @Test
    void isSafeInAnAddressAndNeverTheSame() {
        var user = newUser();

        var first = user.post("/api/ticket").json().getString("ticket");
        var second = user.post("/api/ticket", new JsonObject()).json().getString("ticket");

        // 22 of 64 characters are 132 random bits.
        assertThat(first).matches("[A-Za-z0-9_-]{22,}").isNotEqualTo(second);
    }

    @Test
    void isNotKeptAsItIs() {
        var user = newUser();

        var ticket = user.post("/api/ticket").json().getString("ticket");

        assertThat(SharedNode.get().value("SELECT count(*) FROM ticket WHERE ticket::text LIKE ?", "%" + ticket + "%"))
                .isEqualTo("0");
        assertThat(SharedNode.get()
                        .value("SELECT count(*) FROM ticket WHERE caller::text LIKE ?", "%" + user.id() + "%"))
                .isEqualTo("1");
    }

    @Test
    void isForWhoHasAToken() {
        assertThat(User.nobody(SharedNode.get()).post("/api/ticket").status()).isEqualTo(401);
    }

    private static Instant databaseTime() {
        return Instant.ofEpochMilli(
                Long.parseLong(SharedNode.get().value("SELECT (extract(epoch FROM now_ms()) * 1000)::bigint")));
    }
}
