package io.gavel.config;

import org.jspecify.annotations.Nullable;

/**
 * How Jitsi asks whether a room may come about.
 *
 * @param token what it shows as a bearer; absent: it cannot ask
 * @param allowsWhenUnsure what it is told while the database does not answer in time
 * @param occupantsPerPerson how many occupants a room may have for each person who fits into its meeting; 0 for any number
 */
public record Reservations(@Nullable Secret token, boolean allowsWhenUnsure, int occupantsPerPerson) {}
