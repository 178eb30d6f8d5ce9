package io.gavel.store.access;

import io.gavel.access.AccessRequests.CreateTicket;
import io.gavel.access.Ticket;
import io.gavel.json.WireJson;
import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.gavel.store.stream.MeetingRows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/** Makes tickets. Only their hashes are kept: who reads the table can use none of them. */
public final class Tickets {
    private static final Statement<Instant> INSERT =
            Statement.query("""
            INSERT INTO ticket (hash, caller, token_expires_at, expires_at)
            VALUES (#{hash}, #{caller}, #{tokenExpiresAt}, now_ms() + interval '60 seconds')
            RETURNING expires_at
            """, row -> MeetingRows.instant(row, "expires_at"));

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
                        .bind("hash", Buffer.buffer(sha256(ticket)))
                        .bind("caller", new JsonObject(WireJson.encode(create.caller())))
                        .bind(
                                "tokenExpiresAt",
                                MeetingRows.timestamp(create.caller().expiresAt()))
                        .one())
                .map(expiresAt -> new Ticket(ticket, expiresAt));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
