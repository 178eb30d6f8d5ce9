/** What Prosody's event_sync tells of rooms and of who is in them. */
@NullMarked
package io.gavel.http.eventsync;

import org.jspecify.annotations.NullMarked;
