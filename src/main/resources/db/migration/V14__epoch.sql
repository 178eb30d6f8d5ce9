-- To look into the control file takes longer than to read a meeting. Once for each connection will do: a server's process
-- lives in one history, for a restore restarts the server, and before a promotion there is no position to ask for.
CREATE OR REPLACE FUNCTION database_identity() RETURNS text LANGUAGE sql VOLATILE
    AS $$ SELECT coalesce(nullif(current_setting('gavel.database_identity', true), ''),
            set_config('gavel.database_identity', (SELECT system_identifier FROM pg_control_system())
                || '.' || left(pg_walfile_name(pg_current_wal_lsn()), 8), false)) $$;
CREATE OR REPLACE FUNCTION wire_epoch(stream_epoch uuid) RETURNS text LANGUAGE sql VOLATILE
    AS $$ SELECT stream_epoch || '.' || database_identity() $$;

-- RFC 3339 in UTC with milliseconds, as all times on the wire.
CREATE FUNCTION wire_time(at timestamptz) RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
