package io.gavel.meeting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of meetings.
 *
 * @param nextCursor opaque, for the next page; null on the last one
 */
public record MeetingPage(List<Meeting> items, @Nullable String nextCursor) {}
