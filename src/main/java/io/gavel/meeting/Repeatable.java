package io.gavel.meeting;

/**
 * The mark of a request that may be sent again: within 24 hours the same mark from the same user gets the first answer.
 *
 * @param key the caller's {@code Idempotency-Key}
 * @param method the HTTP method
 * @param path the concrete path
 * @param bodyHash keyed, of the body as parsed JSON, in hexadecimal
 */
public record Repeatable(String key, String method, String path, String bodyHash) {}
