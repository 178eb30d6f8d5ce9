package io.gavel.bench.report;

/**
 * What a figure has to reach; NaN where nothing is asked.
 *
 * @param absolute not to be passed
 * @param timesPrisma how many times better than the peer with Prisma
 * @param timesSql how many times better than the peer with hand-written SQL
 */
record Bar(double absolute, double timesPrisma, double timesSql) {
    static final Bar NONE = new Bar(Double.NaN, Double.NaN, Double.NaN);

    static Bar absolute(double value) {
        return new Bar(value, Double.NaN, Double.NaN);
    }

    static Bar times(double prisma, double sql) {
        return new Bar(Double.NaN, prisma, sql);
    }

    boolean isEmpty() {
        return Double.isNaN(absolute) && Double.isNaN(timesPrisma) && Double.isNaN(timesSql);
    }

    /** In words, as the goals are written down. */
    String text(boolean higherIsBetter) {
        var text = new StringBuilder();
        if (!Double.isNaN(timesPrisma)) {
            text.append("≥ ").append(Numbers.text(timesPrisma)).append('x');
        }
        if (!Double.isNaN(timesSql)) {
            text.append(" / ").append(Numbers.text(timesSql)).append('x');
        }
        if (!Double.isNaN(absolute)) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(higherIsBetter ? "≥ " : "≤ ")
                    .append(Numbers.text(absolute));
        }
        return text.toString();
    }
}
