-- Who is there. Nodes write it in batches of thousands, so nothing here refers to app_user: a check for each row would cost
-- more than the row.

-- A user has at least one connection to the node; it counts until the node's lease is given back or taken away.
CREATE TABLE presence_connection (
    user_id     text NOT NULL,
    node_id     text NOT NULL,
    incarnation uuid NOT NULL,
    since       timestamptz NOT NULL,
    PRIMARY KEY (user_id, node_id)
);
CREATE INDEX presence_connection_node ON presence_connection (node_id);

CREATE TABLE presence (
    user_id         text PRIMARY KEY,
    last_seen_at    timestamptz,                      -- when a node lost its last connection of the user, the latest of these
    hides_last_seen boolean NOT NULL DEFAULT false
);
CREATE INDEX presence_age ON presence (last_seen_at) WHERE last_seen_at IS NOT NULL;

-- When these users were seen last: now by each node whose lease has not been taken away. One that ran out only because the
-- database was away is renewed; the reaper, which takes the others away, waits for that. Whoever was never seen is not in it.
CREATE FUNCTION users_seen(users text[]) RETURNS TABLE (user_id text, seen_at timestamptz)
    LANGUAGE sql STABLE
    AS $$ SELECT s.user_id, max(s.seen_at) FROM (
        SELECT p.user_id, p.last_seen_at AS seen_at FROM presence p
        WHERE p.user_id = ANY (users) AND p.last_seen_at IS NOT NULL
        UNION ALL
        SELECT c.user_id, statement_timestamp()
        FROM presence_connection c
        JOIN node_lease l ON l.node_id = c.node_id AND l.incarnation = c.incarnation
        WHERE c.user_id = ANY (users)) s
    GROUP BY s.user_id $$;

CREATE INDEX meeting_participant_inside ON meeting_participant (user_id) WHERE inside_since IS NOT NULL;
