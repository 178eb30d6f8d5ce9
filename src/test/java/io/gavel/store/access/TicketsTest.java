package io.gavel.store.access;

import static io.gavel.store.StoreNode.await;
import static io.gavel.store.StoreNode.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gavel.access.AccessRequests.CreateTicket;
import io.gavel.access.AccessRequests.RedeemTicket;
import io.gavel.bus.Addresses;
import io.gavel.identity.Caller;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.StoreNode;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {
    private static final String DATABASE = StoreNode.database();
    private static final StoreNode NODE = StoreNode.start(DATABASE);
    private static final StoreNode OTHER = StoreNode.start(DATABASE);

    @AfterAll
    static void stop() {
        OTHER.close();
        NODE.close();
    }

    @Test
    void standsForItsCallerAsLongAsTheTokenThatBoughtIt() {
        var buyer = new Caller(
                "buyer", "Ann \"A\" Ü", "ann@example.com", null, true, Instant.parse("2100-01-01T00:00:00.123456Z"));

        var found = NODE.ask(Addresses.REDEEM_TICKET, new RedeemTicket(ticketOf(buyer), true));

        assertThat(found).isEqualTo(buyer);
    }

    @Test
    void lookingAtItDoesNotSpendIt() {
        var ticket = ticketOf(caller("looker"));

        NODE.ask(Addresses.REDEEM_TICKET, new RedeemTicket(ticket, false));
        NODE.ask(Addresses.REDEEM_TICKET, new RedeemTicket(ticket, false));
        NODE.ask(Addresses.REDEEM_TICKET, new RedeemTicket(ticket, true));

        assertThat(refusal(ticket, false)).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(refusal(ticket, true)).isEqualTo(Code.UNAUTHENTICATED);
    }

    @Test
    void opensOneConnectionHoweverManyTryAtOnceOnTwoNodes() {
        var redeem = new RedeemTicket(ticketOf(caller("racer")), true);

        var tries = IntStream.range(0, 20)
                .mapToObj(i -> (i % 2 == 0 ? NODE : OTHER).send(Addresses.REDEEM_TICKET, redeem))
                .toList();
        await(Future.join(tries).otherwiseEmpty());

        assertThat(tries).filteredOn(Future::succeeded).hasSize(1);
        assertThat(tries)
                .filteredOn(Future::failed)
                .allSatisfy(
                        failed -> assertThat(((Problem) failed.cause()).code()).isEqualTo(Code.UNAUTHENTICATED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"expires_at", "token_expires_at"})
    void isWorthNothingOnceItOrItsTokenHasExpired(String column) {
        var ticket = ticketOf(caller("late-" + column));
        NODE.execute("UPDATE ticket SET %s = now() WHERE caller ->> 'userId' = ?".formatted(column), "late-" + column);

        assertThat(refusal(ticket, false)).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(refusal(ticket, true)).isEqualTo(Code.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "é", "' OR true --"})
    void whatIsNoTicketIsRefused(String text) {
        assertThat(refusal(text, true)).isEqualTo(Code.UNAUTHENTICATED);
    }

    private static String ticketOf(Caller caller) {
        return NODE.ask(Addresses.CREATE_TICKET, new CreateTicket(caller)).ticket();
    }

    private static Code refusal(String ticket, boolean spend) {
        return catchThrowableOfType(
                        Problem.class, () -> NODE.ask(Addresses.REDEEM_TICKET, new RedeemTicket(ticket, spend)))
                .code();
    }
}
