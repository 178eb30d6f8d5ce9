-- Whose a recording's file is, and where it is for those who may watch it.

ALTER TABLE meeting_recording
    ADD COLUMN is_filed        boolean NOT NULL DEFAULT false, -- Jitsi has told of the file; else somebody's word
    ADD COLUMN link            text,                           -- opens it for whoever has it: never among what all may see
    ADD COLUMN link_expires_at timestamptz,
    ADD CHECK ((link IS NULL) = (link_expires_at IS NULL));

-- By hash: an address may be longer than what a tree takes.
CREATE INDEX meeting_recording_file_url ON meeting_recording USING hash (file_url);
