-- What those have spent who ask for much, at all nodes together: nodes write it once a second, in the order of the keys. A
-- crash may empty it, which forgives. No index but the key's, so that a row is renewed where it is.
CREATE UNLOGGED TABLE rate_spending (
    key       uuid PRIMARY KEY,       -- half of a SHA-256 over who it is: neither users nor addresses are stored
    earned_at timestamptz NOT NULL    -- when it will all be earned again
) WITH (fillfactor = 50);
