-- What the Jitsi deployment was told about rooms: one row for each time that a room was allowed to come about.

-- Jitsi folds names, and ASCII alone: so does this, under every locale of the database. Two meetings whose rooms differ in
-- case would meet in one room.
CREATE UNIQUE INDEX meeting_room ON meeting (lower(room_name COLLATE "C"));

CREATE TABLE jitsi_reservation (
    id          uuid PRIMARY KEY,
    meeting_id  bigint NOT NULL REFERENCES meeting ON DELETE CASCADE,
    room        text NOT NULL,          -- as Jitsi calls it, with its tenant, in lower case
    mail_owner  text NOT NULL,          -- whom Jitsi named when it asked last
    reserved_at timestamptz NOT NULL,
    reserved_by text NOT NULL,          -- the address from which it was asked
    asked_at    timestamptz NOT NULL,   -- the last time: the room was about to come about
    gone_at     timestamptz,            -- Jitsi has said that the room is no more
    gone_by     text                    -- the address from which it was said
);
-- A room has one at a time; who asks again gets the same.
CREATE UNIQUE INDEX jitsi_reservation_open ON jitsi_reservation (room) WHERE gone_at IS NULL;
CREATE INDEX jitsi_reservation_meeting ON jitsi_reservation (meeting_id);
CREATE INDEX jitsi_reservation_asked ON jitsi_reservation (asked_at) WHERE gone_at IS NULL;
CREATE INDEX jitsi_reservation_age ON jitsi_reservation (gone_at) WHERE gone_at IS NOT NULL;
