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

    static <R, C> C[] each(List<R> rows, Function<R, ? extends @Nullable C> column, IntFunction<C[]> array) {
        return rows.stream().map(column).toArray(array);
    }

    static <R> @Nullable OffsetDateTime[] times(List<R> rows, Function<R, @Nullable Instant> column) {
        return each(rows, row -> MeetingRows.timestamp(column.apply(row)), OffsetDateTime[]::new);
    }
}
