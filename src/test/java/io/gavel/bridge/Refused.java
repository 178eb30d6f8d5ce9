package io.gavel.bridge;

/** The answer of a command that failed. */
public final class Refused extends RuntimeException {
    private final int status;
    private final String code;

    Refused(int status, String code) {
        super(status + " " + code);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    /** The stable code, as NOT_IN_MEETING. */
    public String code() {
        return code;
    }
}
