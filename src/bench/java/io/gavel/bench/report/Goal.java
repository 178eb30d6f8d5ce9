package io.gavel.bench.report;

import java.util.function.ToDoubleFunction;

/**
 * A line that is to be reached.
 *
 * @param value the figure of a column
 * @param limit what such a machine can do at best, or what else it is held against
 */
record Goal(
        String number,
        String what,
        ToDoubleFunction<String> value,
        String limit,
        boolean higherIsBetter,
        Bar must,
        Bar aim) {
    static final String OURS = "Gavel";
    static final String PRISMA = "Node.js, Prisma";
    static final String SQL = "Node.js, SQL by hand";

    double ours() {
        return value.applyAsDouble(OURS);
    }

    double prisma() {
        return value.applyAsDouble(PRISMA);
    }

    double sql() {
        return value.applyAsDouble(SQL);
    }

    /** How many times better than a peer; NaN where one of the two was not measured, or ours is nothing. */
    double times(double peer) {
        var times = higherIsBetter ? ours() / peer : peer / ours();
        return Double.isInfinite(times) ? Double.NaN : times;
    }

    /** One word: aim, must, short, or a dash where it was not measured. */
    String verdict() {
        if (Double.isNaN(ours())) {
            return "–";
        }
        if (!reaches(must)) {
            return "short";
        }
        return !aim.isEmpty() && reaches(aim) ? "aim" : "must";
    }

    private boolean reaches(Bar bar) {
        var far = higherIsBetter ? ours() < bar.absolute() : ours() > bar.absolute();
        // A comparison with NaN is false: what was not measured or not asked stands in nobody's way.
        return !(far || times(prisma()) < bar.timesPrisma() || times(sql()) < bar.timesSql());
    }
}
