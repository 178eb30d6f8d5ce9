package io.gavel.config;

import java.nio.file.Path;

/**
 * The files with which the bus speaks TLS; they were read once, and fitted each other.
 *
 * @param certificate of the key, and those between it and the authority
 * @param authority whose certificates the bus believes, and no other's
 */
public record BusTls(Path key, Path certificate, Path authority) {}
