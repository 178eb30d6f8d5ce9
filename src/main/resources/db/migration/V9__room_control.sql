-- What this deployment has Jitsi do, and what it looks at there: one row for each thing that was ever taken up. That there
-- is something to do follows from the meetings, the people and the occupants; here stands only how far it has come.

CREATE TABLE jitsi_control (
    kind           text NOT NULL,          -- end, kick or observe
    meeting_id     bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    target         text NOT NULL,          -- a room with its tenant; of a kick the occupant
    tries          integer NOT NULL,
    taken_at       timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,   -- nobody takes it before: another node is at it, or it has failed just now
    done_at        timestamptz,            -- Jitsi has said that it is so
    seen_at        timestamptz,            -- of a look: when somebody was last seen in the room
    absent_at      timestamptz,            -- of a look: since when nobody was seen there, one look after the other
    absent_version integer,                -- the meeting's then
    PRIMARY KEY (kind, meeting_id, target)
);
CREATE INDEX jitsi_control_meeting ON jitsi_control (meeting_id);
