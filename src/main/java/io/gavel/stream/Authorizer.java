package io.gavel.stream;

import io.gavel.event.StreamRequests.Authorization;
import io.vertx.core.Future;

/** The database, as far as it tells who may hear a meeting. */
public interface Authorizer {
    /** The truth at some moment after the question. */
    Future<Authorization> authorize(long meetingId, String userId);
}
