package io.gavel.store.command;

import io.gavel.store.stream.MeetingRows;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Rows as {@code unnest} takes them: an array for each column. */
final class Columns {
    private Columns() {}

    /** A plain loop: a transaction has thirty columns of a few rows, for which a stream costs more than they do. */
    static <R, C> @Nullable C[] each(List<R> rows, Function<R, ? extends @Nullable C> column, IntFunction<C[]> array) {
        @Nullable C[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    static <R> @Nullable OffsetDateTime[] times(List<R> rows, Function<R, @Nullable Instant> column) {
        return each(rows, row -> MeetingRows.timestamp(column.apply(row)), OffsetDateTime[]::new);
    }
}
