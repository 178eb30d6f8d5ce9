-- A meeting is made by one statement, with its people, its chat and the invitations: for a meeting of six that were forty
-- references looked up, and rows locked, more than half of what PostgreSQL did. All that refers to a meeting, or to a
-- conversation, in these tables is written by the statement that makes it or under its lock; the users are made sure of in
-- the same transaction. What is written later, by others or on the word of others, keeps its reference.
ALTER TABLE meeting DROP CONSTRAINT meeting_host_user_id_fkey;
ALTER TABLE meeting_stream DROP CONSTRAINT meeting_stream_meeting_id_fkey;
ALTER TABLE meeting_participant
    DROP CONSTRAINT meeting_participant_meeting_id_fkey,
    DROP CONSTRAINT meeting_participant_user_id_fkey;
ALTER TABLE notification
    DROP CONSTRAINT notification_user_id_fkey,
    DROP CONSTRAINT notification_meeting_id_fkey,
    DROP CONSTRAINT notification_conversation_id_fkey;
ALTER TABLE conversation DROP CONSTRAINT conversation_meeting_id_fkey;
ALTER TABLE conversation_stream DROP CONSTRAINT conversation_stream_conversation_id_fkey;
ALTER TABLE conversation_event DROP CONSTRAINT conversation_event_conversation_id_fkey;
ALTER TABLE conversation_member
    DROP CONSTRAINT conversation_member_conversation_id_fkey,
    DROP CONSTRAINT conversation_member_user_id_fkey;
ALTER TABLE message
    DROP CONSTRAINT message_conversation_id_fkey,
    DROP CONSTRAINT message_user_id_fkey;

-- The node deletes no meeting, no conversation and no user. For whoever does, what the references did is done still: what
-- belongs to a meeting or a conversation goes with it, and a user to whom something refers stays.
CREATE FUNCTION meeting_was_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM meeting_stream WHERE meeting_id IN (SELECT id FROM before);
    DELETE FROM meeting_event WHERE meeting_id IN (SELECT id FROM before);
    DELETE FROM command_result WHERE meeting_id IN (SELECT id FROM before);
    DELETE FROM meeting_participant WHERE meeting_id IN (SELECT id FROM before);
    DELETE FROM notification WHERE meeting_id IN (SELECT id FROM before);
    DELETE FROM conversation WHERE meeting_id IN (SELECT id FROM before);
    RETURN NULL;
END $$;
CREATE TRIGGER meeting_was_deleted AFTER DELETE ON meeting
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION meeting_was_deleted();

CREATE FUNCTION conversation_was_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM conversation_stream WHERE conversation_id IN (SELECT id FROM before);
    DELETE FROM conversation_event WHERE conversation_id IN (SELECT id FROM before);
    DELETE FROM conversation_member WHERE conversation_id IN (SELECT id FROM before);
    DELETE FROM message WHERE conversation_id IN (SELECT id FROM before);
    DELETE FROM notification WHERE conversation_id IN (SELECT id FROM before);
    RETURN NULL;
END $$;
CREATE TRIGGER conversation_was_deleted AFTER DELETE ON conversation
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION conversation_was_deleted();

CREATE FUNCTION user_was_deleted() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT FROM meeting r JOIN before u ON u.id = r.host_user_id)
        OR EXISTS (SELECT FROM meeting_participant r JOIN before u ON u.id = r.user_id)
        OR EXISTS (SELECT FROM conversation_member r JOIN before u ON u.id = r.user_id)
        OR EXISTS (SELECT FROM message r JOIN before u ON u.id = r.user_id)
        OR EXISTS (SELECT FROM notification r JOIN before u ON u.id = r.user_id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'something refers to this user';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER user_was_deleted AFTER DELETE ON app_user
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION user_was_deleted();

-- Indexes that say nothing which another one does not. Names that differ in lower case differ.
ALTER TABLE meeting DROP CONSTRAINT meeting_room_name_key;
-- The unread ones of a user, which are few, are those of notification_of_meeting; all in order, of notification_user.
DROP INDEX notification_unread;
-- Without the time of the join a repeated one changes nothing that is in an index; there are no more of these than joins
-- within the time that a join waits for its session.
DROP INDEX meeting_participant_unconfirmed;
CREATE INDEX meeting_participant_unconfirmed ON meeting_participant (meeting_id) WHERE is_unconfirmed;
ALTER TABLE meeting_participant SET (fillfactor = 80);
