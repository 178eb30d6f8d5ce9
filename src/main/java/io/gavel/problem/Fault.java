package io.gavel.problem;

/**
 * One faulty field of a request.
 *
 * @param field its name, a dotted path where it is nested; empty for the body as a whole
 * @param message what the field takes, for a person to read
 */
public record Fault(String field, String message) {}
