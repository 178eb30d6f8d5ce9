package io.gavel.store.audit;

import io.gavel.store.sql.Database;
import io.gavel.store.sql.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the entries of the audit, and forgets them when they are old. A seal is logged too: whoever keeps the logs elsewhere
 * can hold the database against them.
 */
public final class AuditTrail {
    /** What {@link #forgetSeals} and {@link #forget} delete at once. */
    public static final int MOST_ROWS = 1000;

    /** What {@link #seal} seals at once. */
    public static final int MOST_SEALED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private static final Statement<Seal> SEAL = Statement.query(
            "SELECT last_id, entries, encode(hash, 'hex') AS hash FROM seal_audit(#{most})",
            row -> new Seal(row.getLong("last_id"), row.getInteger("entries"), row.getString("hash")));

    /** The last one that is old stays: the next one's hash begins with it. */
    private static final Statement<Row> FORGET_SEALS = Statement.update("""
            DELETE FROM audit_seal WHERE last_id = ANY (ARRAY(
                SELECT last_id FROM audit_seal
                WHERE last_id < (SELECT last_id FROM audit_seal
                                 WHERE at <= statement_timestamp() - make_interval(days => #{days})
                                 ORDER BY at DESC LIMIT 1)
                ORDER BY last_id LIMIT #{most}))
            """);

    private static final Statement<Row> FORGET = Statement.update("""
            DELETE FROM audit_entry WHERE id = ANY (ARRAY(
                SELECT id FROM audit_entry WHERE id <= (SELECT last_id FROM audit_seal ORDER BY last_id LIMIT 1)
                ORDER BY id LIMIT #{most} FOR UPDATE SKIP LOCKED))
            """);

    private final Database database;
    private final int days;

    /** @param days for how many days what was sealed is kept; 30 at least, for PostgreSQL refuses to delete what is younger */
    public AuditTrail(Database database, int days) {
        this.database = database;
        this.days = days;
    }

    /** Seals what is old enough; tells how many entries that were. */
    public Future<Integer> seal() {
        return database.read(client -> SEAL.on(client).bind("most", MOST_SEALED).first())
                .map(seal -> seal.map(AuditTrail::log).orElse(0));
    }

    private static int log(Seal seal) {
        LOG.info("the audit is sealed up to entry {}: {}", seal.lastId(), seal.sum());
        return seal.entries();
    }

    /** Goes before {@link #forget}: what no seal seals any more is not missed. */
    public Future<Integer> forgetSeals() {
        return database.read(client -> FORGET_SEALS
                .on(client)
                .bind("days", days)
                .bind("most", MOST_ROWS)
                .count());
    }

    public Future<Integer> forget() {
        return database.read(client -> FORGET.on(client).bind("most", MOST_ROWS).count());
    }

    private record Seal(long lastId, int entries, String sum) {}
}
