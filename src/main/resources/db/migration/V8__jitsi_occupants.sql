-- What the Jitsi deployment tells of its rooms, as it was told; and who is in them, as far as that is known.

CREATE TABLE jitsi_event (
    source      text NOT NULL,          -- event_sync or jaas
    key         text NOT NULL,          -- the same when the same is told again
    type        text NOT NULL,          -- as the source calls it
    meeting_id  bigint REFERENCES meeting ON DELETE CASCADE,  -- null: of no meeting's room, and nothing more is kept of it
    room        text,                   -- as Jitsi calls it, with its tenant, in lower case: the main room, also of a breakout
    room_change text,                   -- created or destroyed, where it is told of the main room itself
    occurred_at timestamptz NOT NULL,   -- by the source's clock
    received_at timestamptz NOT NULL,
    body        json,
    PRIMARY KEY (source, key)
);
CREATE INDEX jitsi_event_meeting ON jitsi_event (meeting_id, received_at);
CREATE INDEX jitsi_event_room ON jitsi_event (meeting_id, room, occurred_at) WHERE room_change IS NOT NULL;
CREATE INDEX jitsi_event_age ON jitsi_event (received_at);

-- One stay of one device in Jitsi, from coming in to going out. Each is told by itself, so that it does not matter in which
-- order they are told.
CREATE TABLE jitsi_occupant (
    meeting_id bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    occupant   text NOT NULL,           -- as the source tells it from all others
    room       text NOT NULL,           -- as Jitsi calls it, with its tenant, in lower case: the main room, also from a breakout
    breakout   text,                    -- the breakout room that it is in
    nick       text NOT NULL,           -- as Jitsi's pages call it
    user_id    text,                    -- what its token said; not checked against anything
    name       text,
    joined_at  timestamptz NOT NULL,    -- by the source's clock, as is left_at
    left_at    timestamptz,             -- null while it is in
    is_guessed boolean NOT NULL DEFAULT false,  -- left_at is when it was last known to be in: its end was never told
    changed_at timestamptz NOT NULL     -- when we last heard of this stay, by our own clock
);
CREATE UNIQUE INDEX jitsi_occupant_stay ON jitsi_occupant (meeting_id, occupant, joined_at, coalesce(breakout, ''));
CREATE INDEX jitsi_occupant_in ON jitsi_occupant (meeting_id, occupant) WHERE left_at IS NULL;
CREATE INDEX jitsi_occupant_age ON jitsi_occupant (changed_at) WHERE left_at IS NULL;
CREATE INDEX jitsi_occupant_user ON jitsi_occupant (meeting_id, user_id);

-- Somebody's presence in Jitsi, by any of their devices: beside the attendance by sessions, which it does not touch.
ALTER TABLE meeting_participant
    ADD COLUMN in_media_since   timestamptz,                      -- null while none of the devices is in
    ADD COLUMN media_ms         bigint NOT NULL DEFAULT 0,        -- the closed intervals together
    ADD COLUMN is_media_missing boolean NOT NULL DEFAULT false;   -- inside for a while, and told to be in no room of Jitsi's
