-- Sessions belong to a browser's connection, which moves between nodes and may be lost for a while.

ALTER TABLE participant_session
    ADD COLUMN connection_id uuid,            -- null once the connection is gone, or the session ended for good
    ADD COLUMN seen_at       timestamptz;     -- the last proof of life of a lost one; it was left then, if nobody comes back
CREATE INDEX participant_session_connection ON participant_session (connection_id) WHERE connection_id IS NOT NULL;
CREATE INDEX participant_session_lost ON participant_session (lost_at) WHERE left_at IS NULL AND lost_at IS NOT NULL;

-- The last of a person's devices may have been silent for longer than one that ended before it.
ALTER TABLE meeting_participant ADD COLUMN attended_until timestamptz;  -- the latest end of a session, while others go on

-- Outcomes of batches that one node had another apply: whoever is asked again answers from here.
CREATE TABLE forwarded_commands (
    forward_id uuid PRIMARY KEY,
    outcomes   json NOT NULL,
    at         timestamptz NOT NULL
);
CREATE INDEX forwarded_commands_age ON forwarded_commands (at);

-- What the wire's epoch says of the database cluster; once per statement: SELECT epoch || '.' || (SELECT database_identity()).
CREATE FUNCTION database_identity() RETURNS text LANGUAGE sql VOLATILE
    AS $$ SELECT (SELECT system_identifier FROM pg_control_system())
        || '.' || left(pg_walfile_name(pg_current_wal_lsn()), 8) $$;
-- What a node that was taken for dead looks for when it wakes up: its connections whose sessions were ended meanwhile.
CREATE INDEX participant_session_reaped ON participant_session (node_id)
    WHERE left_at IS NOT NULL AND connection_id IS NOT NULL;

-- Sessions that ended long ago are forgotten: what they add to attendance stands in meeting_attendance.
CREATE INDEX participant_session_left ON participant_session (left_at) WHERE left_at IS NOT NULL;
