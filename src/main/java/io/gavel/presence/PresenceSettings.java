package io.gavel.presence;

/** What a user lets others know. */
public record PresenceSettings(boolean hideLastSeen) {}
