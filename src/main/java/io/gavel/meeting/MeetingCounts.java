package io.gavel.meeting;

import java.util.Map;

/** How many meetings there are of each status; every status is named. */
public record MeetingCounts(Map<MeetingStatus, Long> byStatus) {}
