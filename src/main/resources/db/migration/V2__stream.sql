-- The event stream: PostgreSQL is its log, its lock and its clock. A meeting's row here is locked first by everything
-- that changes the meeting; seq rises only under that lock, together with the change that the event tells.

CREATE TABLE meeting_stream (
    meeting_id       bigint PRIMARY KEY REFERENCES meeting ON DELETE CASCADE,
    epoch            uuid NOT NULL DEFAULT gen_random_uuid(),
    seq              bigint NOT NULL DEFAULT 0,
    floor_seq        bigint NOT NULL DEFAULT 0,       -- events up to this one are no longer kept
    recording_by     text,                            -- who started the recording that runs
    recording_since  timestamptz
) WITH (fillfactor = 50);                             -- updates stay on their page: seq is in no index

CREATE TABLE meeting_event (
    meeting_id bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    seq        bigint NOT NULL,
    type       text NOT NULL,
    body       json NOT NULL,           -- json, not jsonb: the same bytes for everyone who reads it
    actor      text,
    at         timestamptz NOT NULL,
    PRIMARY KEY (meeting_id, seq)
);

CREATE TABLE command_result (
    meeting_id   bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    actor        text NOT NULL,
    command_id   text NOT NULL,
    request_hash bytea NOT NULL,
    seq          bigint,
    result       json,
    at           timestamptz NOT NULL,
    PRIMARY KEY (meeting_id, actor, command_id)
);
CREATE INDEX command_result_age ON command_result (at);

CREATE TABLE node_lease (
    node_id     text PRIMARY KEY,
    incarnation uuid NOT NULL,
    expires_at  timestamptz NOT NULL
);

CREATE TABLE participant_session (
    session_id        uuid PRIMARY KEY,
    meeting_id        bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    user_id           text NOT NULL REFERENCES app_user,
    node_id           text NOT NULL,
    incarnation       uuid NOT NULL,
    joined_at         timestamptz NOT NULL,
    lost_at           timestamptz,
    left_at           timestamptz,
    is_muted          boolean NOT NULL DEFAULT true,
    is_video_on       boolean NOT NULL DEFAULT false,
    is_sharing_screen boolean NOT NULL DEFAULT false
);
CREATE INDEX participant_session_live ON participant_session (meeting_id, user_id) WHERE left_at IS NULL;
CREATE INDEX participant_session_node ON participant_session (node_id) WHERE left_at IS NULL;

-- A restore or a lossy fail-over may give a number twice. The wire's epoch therefore also names the database cluster
-- and its timeline: clients of another epoch take a snapshot instead of trusting reused numbers.
CREATE FUNCTION wire_epoch(stream_epoch uuid) RETURNS text LANGUAGE sql VOLATILE
    AS $$ SELECT stream_epoch || '.' || (SELECT system_identifier FROM pg_control_system())
        || '.' || left(pg_walfile_name(pg_current_wal_lsn()), 8) $$;
