package io.gavel.bus;

/** Asks a verticle whether what it depends on is there; the failure says what is not. */
public record HealthCheck() {}
