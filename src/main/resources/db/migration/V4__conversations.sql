-- Conversations: the same stream as a meeting's, with the same lock. A conversation's row in conversation_stream is locked
-- first by everything that changes it, and after its meeting's where a transaction needs both.

CREATE TABLE conversation (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('group', 'direct', 'meeting')),
    title      text,
    direct_low text REFERENCES app_user,       -- the two of a direct one, in the order of their ids
    direct_high text REFERENCES app_user,
    meeting_id bigint UNIQUE REFERENCES meeting ON DELETE CASCADE,   -- the meeting whose own chat it is
    created_by text REFERENCES app_user,
    created_at timestamptz NOT NULL,
    UNIQUE (direct_low, direct_high),
    CHECK ((kind = 'direct') = (direct_low IS NOT NULL AND direct_high IS NOT NULL)),
    CHECK ((kind = 'meeting') = (meeting_id IS NOT NULL))
);

CREATE TABLE conversation_stream (
    conversation_id bigint PRIMARY KEY REFERENCES conversation ON DELETE CASCADE,
    epoch           uuid NOT NULL DEFAULT gen_random_uuid(),
    seq             bigint NOT NULL DEFAULT 0,
    floor_seq       bigint NOT NULL DEFAULT 0,
    last_message_id bigint,
    active_at       timestamptz NOT NULL      -- the last message's time, or its making: the order of lists
) WITH (fillfactor = 50);

CREATE TABLE conversation_event (
    conversation_id bigint NOT NULL REFERENCES conversation ON DELETE CASCADE,
    seq             bigint NOT NULL,
    type            text NOT NULL,
    body            json NOT NULL,
    actor           text,
    at              timestamptz NOT NULL,
    position        bigint GENERATED ALWAYS AS IDENTITY,   -- over all conversations, though not in the order of commits
    PRIMARY KEY (conversation_id, seq)
);
CREATE UNIQUE INDEX conversation_event_position ON conversation_event (position);

CREATE TABLE conversation_member (
    conversation_id bigint NOT NULL REFERENCES conversation ON DELETE CASCADE,
    user_id         text NOT NULL REFERENCES app_user,
    joined_at       timestamptz NOT NULL,
    removed_at      timestamptz,
    read_message_id bigint NOT NULL DEFAULT 0,     -- the last message that this member has read
    PRIMARY KEY (conversation_id, user_id)
);
CREATE INDEX conversation_member_user ON conversation_member (user_id, conversation_id) WHERE removed_at IS NULL;

-- Ids rise within a conversation, for they are given under its lock.
CREATE TABLE message (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id   bigint NOT NULL REFERENCES conversation ON DELETE CASCADE,
    seq               bigint NOT NULL,             -- the event that told of it
    user_id           text REFERENCES app_user,    -- null: the system's
    text              text,                        -- null once deleted
    system            json,                        -- what a system message tells, for programs
    reply_to_id       bigint,
    client_message_id text,
    created_at        timestamptz NOT NULL,
    edited_at         timestamptz,
    deleted_at        timestamptz,
    -- Markup is text: without its brackets, its words are found like all others.
    words             tsvector GENERATED ALWAYS AS
                          (to_tsvector('simple', translate(coalesce(text, ''), '<>', '  '))) STORED,
    UNIQUE (conversation_id, user_id, client_message_id)
);
CREATE INDEX message_conversation ON message (conversation_id, id);
CREATE INDEX message_counted ON message (conversation_id, id) INCLUDE (user_id)
    WHERE user_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX message_words ON message USING gin (words);
CREATE INDEX message_age ON message (created_at);

CREATE TABLE message_reaction (
    message_id bigint NOT NULL REFERENCES message ON DELETE CASCADE,
    user_id    text NOT NULL REFERENCES app_user,
    reaction   text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (message_id, user_id, reaction)
);

-- Messages of the system count for nobody. No more than the next 1,000 are looked at: lists and news ask it for each row.
CREATE FUNCTION unread_messages(conversation bigint, reader text, read_up_to bigint) RETURNS bigint LANGUAGE sql STABLE
    AS $$ SELECT count(*) FILTER (WHERE user_id <> reader) FROM (
        SELECT user_id FROM message
        WHERE conversation_id = conversation AND id > read_up_to AND user_id IS NOT NULL AND deleted_at IS NULL
        ORDER BY id LIMIT 1000) counted $$;

ALTER TABLE meeting ADD COLUMN chat_enabled boolean NOT NULL DEFAULT true;

-- The meetings that are not over have a chat of their own, too.
WITH chat AS (
    INSERT INTO conversation (kind, meeting_id, created_at)
    SELECT 'meeting', id, now_ms() FROM meeting WHERE status IN ('Scheduled', 'InProgress') AND conversation_id IS NULL
    RETURNING id, meeting_id, created_at
), stream AS (
    INSERT INTO conversation_stream (conversation_id, active_at) SELECT id, created_at FROM chat
)
INSERT INTO conversation_member (conversation_id, user_id, joined_at)
SELECT chat.id, p.user_id, chat.created_at
FROM chat JOIN meeting_participant p ON p.meeting_id = chat.meeting_id AND p.removed_at IS NULL;
