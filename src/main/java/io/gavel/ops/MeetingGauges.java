package io.gavel.ops;

import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.meeting.MeetingRequests.CountMeetings;
import io.gavel.meeting.MeetingStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The number of meetings by status, counted anew every half a minute: a scrape costs the database nothing. */
final class MeetingGauges {
    private static final Logger LOG = LoggerFactory.getLogger(MeetingGauges.class);
    private static final long PERIOD_MILLIS = 30_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Map<MeetingStatus, Long> counts = new ConcurrentHashMap<>();

    MeetingGauges(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    void bindTo(MeterRegistry meters) {
        for (var status : MeetingStatus.values()) {
            Gauge.builder("gavel.meetings", counts, map -> map.getOrDefault(status, 0L))
                    .tag("status", status.wire())
                    .register(meters);
        }
        count();
        vertx.setPeriodic(PERIOD_MILLIS, id -> count());
    }

    private void count() {
        bus.request(Addresses.COUNT_MEETINGS, new CountMeetings())
                .onSuccess(found -> counts.putAll(found.byStatus()))
                .onFailure(failure -> LOG.debug("meetings were not counted: {}", failure.getMessage()));
    }
}
