package io.gavel.http.eventsync;

/** What the event_sync module tells, each at a path of its own. */
enum EventSyncType {
    ROOM_CREATED("/events/room/created", "muc-room-created", "created_at"),
    ROOM_DESTROYED("/events/room/destroyed", "muc-room-destroyed", "destroyed_at"),
    OCCUPANT_JOINED("/events/occupant/joined", "muc-occupant-joined", "joined_at"),
    OCCUPANT_LEFT("/events/occupant/left", "muc-occupant-left", "left_at");

    private final String path;
    private final String eventName;
    private final String time;

    EventSyncType(String path, String eventName, String time) {
        this.path = path;
        this.eventName = eventName;
        this.time = time;
    }

    /** Below the one under which Jitsi's servers call. */
    String path() {
        return path;
    }

    /** As the body says it too. */
    String eventName() {
        return eventName;
    }

    /** The field that says when it happened, in seconds: of the occupant, or else of the room. */
    String time() {
        return time;
    }

    boolean isOfOccupant() {
        return this == OCCUPANT_JOINED || this == OCCUPANT_LEFT;
    }
}
