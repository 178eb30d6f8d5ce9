-- Who did what to whom, for those who must account for it later: written in the transaction of the act, changed by nobody.

CREATE TABLE audit_entry (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    action     text NOT NULL,
    actor      text NOT NULL,           -- a user id, or system
    meeting_id bigint NOT NULL,         -- without a reference: this outlives the meeting
    subject    text,                    -- the user whom it was done to
    detail     jsonb                    -- no names, titles or other words of users
);
CREATE INDEX audit_entry_meeting ON audit_entry (meeting_id);
CREATE INDEX audit_entry_at ON audit_entry USING brin (at);

-- A seal's hash is of the hash before it and of the entries since. One chain through all entries, and yet nobody who writes one
-- waits for another. The first seal in the table seals nothing that is still there: the others begin with it.
CREATE TABLE audit_seal (
    last_id bigint PRIMARY KEY,         -- of the entries that it seals
    entries integer NOT NULL,
    hash    bytea NOT NULL,
    at      timestamptz NOT NULL
);
CREATE INDEX audit_seal_at ON audit_seal (at);
INSERT INTO audit_seal VALUES (0, 0, sha256(''), now_ms());

-- What is told of a meeting is audited here, and not by whoever tells it: that none may forget it, whatever its version.
CREATE FUNCTION audit_event() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    body jsonb := NEW.body;
BEGIN
    INSERT INTO audit_entry (at, action, actor, meeting_id, subject, detail)
    VALUES (NEW.at, NEW.type, coalesce(NEW.actor, 'system'), NEW.meeting_id, body ->> 'userId',
        (SELECT jsonb_object_agg(key, value) FROM jsonb_each(body)
         WHERE key IN ('role', 'fields', 'recordingId') OR key = 'reason' AND NEW.type = 'meeting_ended'));
    RETURN NULL;
END $$;
CREATE TRIGGER audit_event AFTER INSERT ON meeting_event FOR EACH ROW
    WHEN (NEW.type IN ('role_changed', 'participant_invited', 'participant_removed', 'meeting_updated', 'recording_started',
        'recording_stopped', 'recording_added', 'meeting_ended', 'meeting_cancelled'))
    EXECUTE FUNCTION audit_event();

-- Those who own the tables can still do as they like; the seals are there to show it.
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'the audit is not changed, and kept for 30 days at least';
END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_stays_young BEFORE DELETE ON audit_entry
    FOR EACH ROW WHEN (OLD.at > statement_timestamp() - interval '30 days') EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_stays BEFORE UPDATE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_stays_young BEFORE DELETE ON audit_seal
    FOR EACH ROW WHEN (OLD.at > statement_timestamp() - interval '30 days') EXECUTE FUNCTION audit_stays();

CREATE FUNCTION audit_hash(previous bytea, after_id bigint, last bigint) RETURNS bytea LANGUAGE sql STABLE
    SET search_path FROM CURRENT
    AS $$ SELECT sha256(previous || convert_to(coalesce(string_agg(
            jsonb_build_array(id, wire_time(at), action, actor, meeting_id, subject, detail)::text, chr(10) ORDER BY id), ''),
            'UTF8'))
        FROM audit_entry WHERE id > after_id AND id <= last $$;

-- Seals the next entries, when the first of them is six minutes old or there are as many as this: those before which no entry
-- can come any more. No transaction of a node lasts five minutes: none of its statements takes, nor waits, longer than five
-- seconds. No row where there is nothing to seal, or another node is at it.
CREATE FUNCTION seal_audit(most integer) RETURNS SETOF audit_seal LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    previous audit_seal;
    last bigint;
    sealed integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock('audit_seal'::regclass::oid::bigint) THEN
        RETURN;
    END IF;
    SELECT * INTO previous FROM audit_seal ORDER BY last_id DESC LIMIT 1;
    SELECT max(id), count(*) INTO last, sealed
    FROM (SELECT id, at, bool_and(at <= statement_timestamp() - interval '5 minutes') OVER (ORDER BY id) AS is_settled
          FROM audit_entry WHERE id > previous.last_id ORDER BY id LIMIT most) next
    WHERE is_settled
    HAVING min(at) <= statement_timestamp() - interval '6 minutes' OR count(*) = most;
    IF last IS NOT NULL THEN
        RETURN QUERY INSERT INTO audit_seal
            VALUES (last, sealed, audit_hash(previous.hash, previous.last_id, last), now_ms())
            RETURNING *;
    END IF;
END $$;

-- The seals that do not fit what is there; none as long as nobody has changed, added or taken away what was sealed.
CREATE FUNCTION audit_broken() RETURNS SETOF audit_seal LANGUAGE sql STABLE SET search_path FROM CURRENT
    AS $$ SELECT last_id, entries, hash, at
        FROM (SELECT *, lag(hash) OVER chain AS previous, lag(last_id) OVER chain AS after_id
              FROM audit_seal WINDOW chain AS (ORDER BY last_id)) link
        WHERE previous IS NOT NULL AND hash <> audit_hash(previous, after_id, last_id) $$;
