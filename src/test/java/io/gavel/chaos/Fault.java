package io.gavel.chaos;

import java.time.Duration;

/**
 * Something that breaks and is whole again after a while.
 *
 * @param number as the list of faults has it, F1 to F30
 * @param name what a person calls it
 * @param length how long it lasts
 * @param begin breaks it
 * @param end makes it whole and returns how much was really broken, counted in whatever this fault is counted in; what is
 *     broken by its beginning alone counts there
 * @param unit what is counted
 */
record Fault(String number, String name, Duration length, Begin begin, End end, String unit) {
    interface Begin {
        void run() throws Exception;
    }

    interface End {
        long run() throws Exception;
    }

    @Override
    public String toString() {
        return number + " " + name;
    }
}
