-- What this deployment has Jitsi do, and what it looks at there: one row for each thing that was ever taken up. That there
-- is something to do follows from the meetings, the people and the occupants; here stands only how far it has come.

CREATE TABLE jitsi_control (
    kind           text NOT NULL,          -- end, kick or observe
    meeting_id     bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    target         text NOT NULL,          -- a room with its tenant; of a kick the occupant
    tries          integer NOT NULL,
    begun_at       timestamptz NOT NULL,   -- the first try
    taken_at       timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,   -- nobody takes it before: another node is at it, or it has failed just now
    done_at        timestamptz,            -- of an end: Jitsi has said that it is so
    seen_at        timestamptz,            -- of a look: when somebody was last seen in the room
    absent_at      timestamptz,            -- of a look: since when nobody was seen there, one look after the other
    absent_version integer,                -- the meeting's then
    empty_at       timestamptz,            -- of a look: the last one, where it and one before it show that nobody is there
    PRIMARY KEY (kind, meeting_id, target)
);
CREATE INDEX jitsi_control_meeting ON jitsi_control (meeting_id);
CREATE INDEX jitsi_control_age ON jitsi_control (taken_at);

-- Where a room was ever found. Who finds none anywhere may be asking for the rooms of another domain.
CREATE TABLE jitsi_found (
    server   text NOT NULL,                -- its address, and how its rooms are called there
    call     text NOT NULL,                -- end or observe
    found_at timestamptz NOT NULL,
    PRIMARY KEY (server, call)
);

-- Of a meeting that is over: when somebody is to see to its rooms in Jitsi; null where nothing is left to do.
ALTER TABLE meeting ADD COLUMN rooms_due_at timestamptz;
UPDATE meeting SET rooms_due_at = ended_at WHERE ended_at > statement_timestamp() - interval '24 hours' AND keeps_events;
CREATE INDEX meeting_rooms_due ON meeting (rooms_due_at) WHERE rooms_due_at IS NOT NULL;

-- Few, whatever the number of people: whoever is removed and in Jitsi is found from here.
CREATE INDEX meeting_participant_removed ON meeting_participant (meeting_id) WHERE removed_at IS NOT NULL;
