package io.gavel.stream;

import io.gavel.event.Topic;
import java.util.ArrayList;
import java.util.List;

/** What a node's browsers were sent. */
final class HeardFrames implements ChannelListener {
    final List<List<Long>> batches = new ArrayList<>();
    final List<EventFrame> frames = new ArrayList<>();
    final List<String> signals = new ArrayList<>();
    int resets;

    @Override
    public void delivered(Topic topic, List<EventFrame> delivered) {
        batches.add(delivered.stream().map(EventFrame::seq).toList());
        frames.addAll(delivered);
    }

    @Override
    public void signalled(Topic topic, String json) {
        signals.add(json);
    }

    @Override
    public void reset(Topic topic) {
        resets++;
    }

    List<Long> seqs() {
        return frames.stream().map(EventFrame::seq).toList();
    }
}
