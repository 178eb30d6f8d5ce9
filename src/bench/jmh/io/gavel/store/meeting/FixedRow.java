package io.gavel.store.meeting;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.internal.ArrayTuple;
import java.util.List;
import java.util.Map;

/** A row that no database has sent. */
final class FixedRow extends ArrayTuple implements Row {
    private final List<String> names;

    FixedRow(Map<String, ?> columns) {
        super(columns.values());
        names = List.copyOf(columns.keySet());
    }

    @Override
    public String getColumnName(int position) {
        return names.get(position);
    }

    @Override
    public int getColumnIndex(String column) {
        return names.indexOf(column);
    }
}
