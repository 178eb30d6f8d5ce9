-- What is written with every event is written under the lock of its meeting's stream, which refers to the meeting: looking the
-- meeting up and locking its row once more for each of them was a good part of what an event cost.
ALTER TABLE meeting_event DROP CONSTRAINT meeting_event_meeting_id_fkey;
ALTER TABLE command_result DROP CONSTRAINT command_result_meeting_id_fkey;
