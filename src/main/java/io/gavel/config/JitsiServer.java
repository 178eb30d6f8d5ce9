package io.gavel.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the servers of the Jitsi deployment and Gavel have to do with each other; tokens apart.
 *
 * @param path below which Jitsi's servers call; starts with a slash and does not end with one
 * @param eventsToken what Prosody shows as a bearer when it tells of rooms and occupants; absent: it cannot
 * @param recorderToken what the recorder shows as a bearer when a recording is finished; absent: it cannot
 * @param webhookSecret with which Jitsi as a Service signs its webhooks; absent: it cannot call
 * @param control where rooms are ended and people sent out; absent: nowhere
 * @param muc the domain of Prosody's rooms
 */
public record JitsiServer(
        String path,
        Reservations reservations,
        @Nullable Secret eventsToken,
        @Nullable Secret recorderToken,
        @Nullable Secret webhookSecret,
        @Nullable URI control,
        String muc) {}
