package io.gavel.meeting;

import java.util.List;

/** All recordings of a meeting, in the order in which they were added. */
public record RecordingList(List<Recording> items) {}
