-- A user's meetings that are not over are few among many that are: they have an index of their own.

ALTER TABLE meeting_participant ADD COLUMN is_over boolean NOT NULL DEFAULT false;   -- the meeting's: it never opens again
UPDATE meeting_participant p SET is_over = true FROM meeting m WHERE m.id = p.meeting_id AND m.ended_at IS NOT NULL;

CREATE INDEX meeting_participant_open ON meeting_participant (user_id, scheduled_at, meeting_id)
    WHERE removed_at IS NULL AND NOT is_over;

CREATE FUNCTION meeting_is_over() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE meeting_participant SET is_over = true WHERE meeting_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER meeting_is_over AFTER UPDATE OF ended_at ON meeting
    FOR EACH ROW WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION meeting_is_over();
