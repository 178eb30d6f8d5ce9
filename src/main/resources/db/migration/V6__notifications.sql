-- Notifications of conversations beside those of meetings. Of each type there is at most one unread per user and meeting,
-- or conversation: the newer takes the older one's place, with an id of its own so that it travels.

ALTER TABLE notification
    ALTER COLUMN meeting_id DROP NOT NULL,
    ADD COLUMN conversation_id bigint REFERENCES conversation ON DELETE CASCADE,
    ADD CHECK (num_nonnulls(meeting_id, conversation_id) = 1);

CREATE UNIQUE INDEX notification_of_meeting ON notification (user_id, meeting_id, type) WHERE read_at IS NULL;
CREATE UNIQUE INDEX notification_of_conversation ON notification (user_id, conversation_id, type) WHERE read_at IS NULL;
CREATE INDEX notification_conversation ON notification (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX notification_age ON notification (read_at) WHERE read_at IS NOT NULL;

-- Which notifications are unread no longer, for the devices that show them. Its ids are of the same sequence as theirs: one
-- look that goes by ids finds both, in the order in which they came about.
CREATE TABLE notification_read (
    id              bigint PRIMARY KEY DEFAULT nextval('notification_id_seq'),
    user_id         text NOT NULL,
    notification_id bigint NOT NULL,
    at              timestamptz NOT NULL DEFAULT now_ms()
);
CREATE INDEX notification_read_user ON notification_read (user_id, id);
CREATE INDEX notification_read_age ON notification_read (at);

-- By triggers, for there are many ways to be unread no longer: read, replaced, overtaken, taken back. None may be forgotten.
CREATE FUNCTION notification_was_read() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO notification_read (user_id, notification_id)
    SELECT o.user_id, o.id FROM before o
    WHERE o.read_at IS NULL AND NOT EXISTS (SELECT FROM after n WHERE n.id = o.id AND n.read_at IS NULL)
    ORDER BY o.id;
    RETURN NULL;
END $$;
CREATE TRIGGER notification_was_read AFTER UPDATE ON notification
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION notification_was_read();

CREATE FUNCTION notification_was_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO notification_read (user_id, notification_id)
    SELECT o.user_id, o.id FROM before o WHERE o.read_at IS NULL ORDER BY o.id;
    RETURN NULL;
END $$;
CREATE TRIGGER notification_was_deleted AFTER DELETE ON notification
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION notification_was_deleted();

-- The types of notification that somebody does not want.
CREATE TABLE notification_refused (
    user_id text NOT NULL REFERENCES app_user,
    type    text NOT NULL,
    PRIMARY KEY (user_id, type)
);
