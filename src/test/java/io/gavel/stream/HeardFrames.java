package io.gavel.stream;

import java.util.ArrayList;
import java.util.List;

/** What a node's browsers were sent. */
final class HeardFrames implements ChannelListener {
    final List<List<Long>> batches = new ArrayList<>();
    final List<EventFrame> frames = new ArrayList<>();
    int resets;

    @Override
    public void delivered(long meetingId, List<EventFrame> delivered) {
        batches.add(delivered.stream().map(EventFrame::seq).toList());
        frames.addAll(delivered);
    }

    @Override
    public void reset(long meetingId) {
        resets++;
    }

    List<Long> seqs() {
        return frames.stream().map(EventFrame::seq).toList();
    }
}
