-- Gavel's first schema. Every time is the database's, cut to milliseconds where it is written, so that what is
-- computed from times (durations, tokens) agrees with what is shown.

CREATE FUNCTION now_ms() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS $$ SELECT date_trunc('milliseconds', clock_timestamp()) $$;

CREATE TYPE meeting_status_types AS ENUM ('Scheduled', 'InProgress', 'Completed', 'Cancelled');
CREATE TYPE mp_role_types AS ENUM ('Host', 'Moderator', 'Participant');

CREATE TABLE app_user (
    id         text PRIMARY KEY,
    name       text NOT NULL,           -- the id, until a token tells a name
    email      text,
    avatar     text,
    created_at timestamptz NOT NULL DEFAULT now_ms()
);

CREATE TABLE meeting (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title             text NOT NULL,
    title_folded      text NOT NULL,    -- for searches that ignore case, alike under every locale of the database
    description       text,
    room_name         text NOT NULL UNIQUE,
    status            meeting_status_types NOT NULL DEFAULT 'Scheduled',
    host_user_id      text NOT NULL REFERENCES app_user,
    scheduled_at      timestamptz NOT NULL,
    duration_minutes  integer NOT NULL CHECK (duration_minutes BETWEEN 1 AND 1440),
    time_zone         text NOT NULL,
    started_at        timestamptz,
    ended_at          timestamptz,
    password_hash     text,             -- Argon2id, PHC string
    recording_enabled boolean NOT NULL,
    conversation_id   bigint,
    external_ref      text,
    max_participants  integer CHECK (max_participants BETWEEN 1 AND 10000),
    cancel_reason     text,
    created_at        timestamptz NOT NULL,
    version           integer NOT NULL DEFAULT 1,
    keeps_events      boolean NOT NULL DEFAULT true,  -- false once the events of a meeting long over are forgotten
    CHECK ((status IN ('Completed', 'Cancelled')) = (ended_at IS NOT NULL))
);
-- What the sweep looks for; small, whatever the number of meetings that are over.
CREATE INDEX meeting_open ON meeting (status, scheduled_at) WHERE status IN ('Scheduled', 'InProgress');
CREATE INDEX meeting_ended ON meeting (ended_at) WHERE ended_at IS NOT NULL AND keeps_events;

CREATE TABLE meeting_participant (
    meeting_id      bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    user_id         text NOT NULL REFERENCES app_user,
    role            mp_role_types NOT NULL,
    scheduled_at    timestamptz NOT NULL,             -- the meeting's: a user's list is one index scan
    invited_at      timestamptz NOT NULL,
    removed_at      timestamptz,
    is_admitted     boolean NOT NULL DEFAULT false,   -- from a REST join until a REST leave, removal or end
    passed_password boolean NOT NULL DEFAULT false,   -- was admitted and not removed since: never asked again
    first_joined_at timestamptz,
    last_joined_at  timestamptz,                      -- the last REST join
    is_unconfirmed  boolean NOT NULL DEFAULT false,   -- no session has confirmed the last REST join yet
    last_left_at    timestamptz,
    inside_since    timestamptz,                      -- start of the open attendance interval
    attended_ms     bigint NOT NULL DEFAULT 0,        -- the closed attendance intervals together
    hand_raised_seq bigint,                           -- the event that raised the hand: the order of hands
    PRIMARY KEY (meeting_id, user_id)
);
CREATE INDEX meeting_participant_list ON meeting_participant (user_id, scheduled_at, meeting_id)
    WHERE removed_at IS NULL;
CREATE INDEX meeting_participant_unconfirmed ON meeting_participant (last_joined_at) WHERE is_unconfirmed;

CREATE TABLE meeting_attendance (
    meeting_id bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    user_id    text NOT NULL REFERENCES app_user,
    joined_at  timestamptz NOT NULL,
    left_at    timestamptz NOT NULL,
    PRIMARY KEY (meeting_id, user_id, joined_at)
);

CREATE TABLE meeting_recording (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meeting_id       bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    file_url         text NOT NULL,
    file_name        text,
    size_bytes       bigint CHECK (size_bytes >= 0),
    duration_seconds bigint CHECK (duration_seconds >= 0),
    format           text,
    started_at       timestamptz,
    created_by       text NOT NULL REFERENCES app_user,
    created_at       timestamptz NOT NULL
);
CREATE INDEX meeting_recording_meeting ON meeting_recording (meeting_id, id);

CREATE TABLE notification (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    text NOT NULL REFERENCES app_user,
    type       text NOT NULL,
    meeting_id bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    read_at    timestamptz
);
CREATE INDEX notification_user ON notification (user_id, id);
CREATE INDEX notification_unread ON notification (user_id, id) WHERE read_at IS NULL;
CREATE INDEX notification_meeting ON notification (meeting_id) WHERE read_at IS NULL;

CREATE TABLE idempotency_key (
    user_id    text NOT NULL,
    method     text NOT NULL,
    path       text NOT NULL,
    key        text NOT NULL,
    body_hash  text NOT NULL,
    answer     text NOT NULL,           -- the first answer as JSON, to the letter
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, method, path, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

CREATE TABLE password_attempt (
    meeting_id    bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    user_id       text NOT NULL,
    failures      integer NOT NULL,
    blocked_until timestamptz,
    attempted_at  timestamptz NOT NULL,
    PRIMARY KEY (meeting_id, user_id)
);

CREATE TABLE ticket (
    hash             bytea PRIMARY KEY, -- SHA-256: a stolen table opens nothing
    caller           jsonb NOT NULL,
    token_expires_at timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL
);
CREATE INDEX ticket_age ON ticket (expires_at);
