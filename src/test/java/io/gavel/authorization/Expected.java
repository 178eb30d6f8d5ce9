package io.gavel.authorization;

import io.gavel.problem.Code;
import java.util.Arrays;

/**
 * What must come back, as a table says it: {@code 200}, {@code 403 FORBIDDEN}, {@code ok}, {@code denied}.
 *
 * @param text a refusal's with its code
 */
record Expected(String text) {
    static final Expected ANYTHING = new Expected("anything");

    /** A refusal's code may be left out where its status has no other. */
    static Expected of(String cell) {
        if (cell.matches("[45]\\d\\d \\w+")) {
            var status = Integer.parseInt(cell.substring(0, 3));
            if (Arrays.stream(Code.values())
                    .noneMatch(code -> cell.equals(status + " " + code) && code.status() == status)) {
                throw new AssertionError("\"" + cell + "\" is no answer");
            }
            return new Expected(cell);
        }
        return new Expected(cell.matches("[45]\\d\\d") ? cell + " " + onlyCode(cell) : requireSuccess(cell));
    }

    private static Code onlyCode(String status) {
        var codes = Arrays.stream(Code.values())
                .filter(code -> Integer.toString(code.status()).equals(status))
                .toList();
        if (codes.size() != 1) {
            throw new AssertionError("which " + status + "? " + codes);
        }
        return codes.get(0);
    }

    private static String requireSuccess(String cell) {
        if (cell.matches("2\\d\\d|302|ok|denied")) {
            return cell;
        }
        throw new AssertionError("\"" + cell + "\" is no answer");
    }

    boolean isSuccess() {
        return text.startsWith("2") || text.equals("ok");
    }

    /** Without the code, which not every answer has. */
    String status() {
        return text.replaceFirst(" .*", "");
    }

    @Override
    public String toString() {
        return text;
    }
}
