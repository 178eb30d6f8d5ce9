package io.gavel.http.request;

import io.gavel.problem.Fault;
import io.gavel.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** The faults of one request, collected so that all are told at once; the first of a field speaks for it. */
public final class Faults {
    private final List<Fault> found = new ArrayList<>();

    public void add(String field, String message) {
        if (!has(field)) {
            found.add(new Fault(field, message));
        }
    }

    public boolean has(String field) {
        return found.stream().anyMatch(fault -> fault.field().equals(field));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Fails with INVALID_REQUEST when anything was found. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw Problem.invalid(found);
        }
    }
}
