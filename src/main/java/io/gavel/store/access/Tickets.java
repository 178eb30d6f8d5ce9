package io.gavel.store.access;

import io.gavel.access.AccessRequests.CreateTicket;
import io.gavel.access.AccessRequests.RedeemTicket;
import io.gavel.access.Ticket;
import io.gavel.digest.Sha256;
import io.gavel.identity.Caller;
import io.gavel.json.WireJson;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;

/** Makes tickets and takes them. Only their hashes are kept: who reads the table can use none of them. */
public final class Tickets {
    private static final Statement<Instant> INSERT =
            Statement.query("""
            INSERT INTO ticket (hash, caller, token_expires_at, expires_at)
            VALUES (#{hash}, #{caller}, #{tokenExpiresAt}, now_ms() + interval '60 seconds')
            RETURNING expires_at
            """, row -> MeetingRows.instant(row, "expires_at"));

    /** Deleting is what makes it good for one: of two at once, one finds a row. */
    private static final Statement<Row> SPEND = Statement.query("""
            DELETE FROM ticket
            WHERE hash = #{hash} AND expires_at > statement_timestamp() AND token_expires_at > statement_timestamp()
            RETURNING caller::text AS caller, token_expires_at
            """, row -> row);

    private static final Statement<Row> LOOK = Statement.query("""
            SELECT caller::text AS caller, token_expires_at FROM ticket
            WHERE hash = #{hash} AND expires_at > statement_timestamp() AND token_expires_at > statement_timestamp()
            """, row -> row);

    /** What no ticket looks like is not looked for: anybody may show anything. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Database database;
    private final SecureRandom random = new SecureRandom();

    public Tickets(Database database) {
        this.database = database;
    }

    public Future<Ticket> create(CreateTicket create) {
        var secret = new byte[32];
        random.nextBytes(secret);
        var ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return database.read(client -> INSERT.on(client)
                        .bind("hash", Buffer.buffer(Sha256.of(ticket)))
                        .bind("caller", new JsonObject(WireJson.encode(create.caller())))
                        .bind(
                                "tokenExpiresAt",
                                MeetingRows.timestamp(create.caller().expiresAt()))
                        .one())
                .map(expiresAt -> new Ticket(ticket, expiresAt));
    }

    /** Whom the ticket stands for, as long as neither it nor the token that bought it has expired. */
    public Future<Caller> redeem(RedeemTicket redeem) {
        if (!FORM.matcher(redeem.ticket()).matches()) {
            return Future.failedFuture(notValid());
        }
        var statement = redeem.spend() ? SPEND : LOOK;
        return database.read(client -> statement
                        .on(client)
                        .bind("hash", Buffer.buffer(Sha256.of(redeem.ticket())))
                        .first())
                .map(found -> found.map(Tickets::caller).orElseThrow(Tickets::notValid));
    }

    private static Problem notValid() {
        return new Problem(Code.UNAUTHENTICATED, "the ticket is not valid, or no longer");
    }

    /** The copy that was kept as JSON has a shortened expiry. */
    private static Caller caller(Row row) {
        var kept = WireJson.decode(row.getString("caller"), Caller.class);
        return new Caller(
                kept.userId(),
                kept.name(),
                kept.email(),
                kept.avatar(),
                kept.admin(),
                MeetingRows.instant(row, "token_expires_at"));
    }
}
