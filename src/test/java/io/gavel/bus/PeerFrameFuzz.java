package io.gavel.bus;

import static io.gavel.fuzz.FuzzTarget.require;

import io.gavel.command.CommandBatch;
import io.gavel.fuzz.FuzzTarget;
import io.gavel.notification.PersonalRequests.UsersNotified;
import io.gavel.stream.Advance;
import io.gavel.stream.Announcement;
import io.gavel.stream.Interest;
import io.gavel.stream.Signal;
import io.vertx.core.buffer.Buffer;

/** What another node sends. It may be refused by any unchecked exception; what is not is the same when it is written again. */
public final class PeerFrameFuzz implements FuzzTarget {
    @Override
    public void take(byte[] input) {
        Object content;
        PeerFrame frame;
        try {
            frame = PeerFrame.read(Buffer.buffer(input));
            content = content(frame);
        } catch (RuntimeException refused) {
            return;
        }
        var again = PeerFrame.read(written(frame, content));
        require(again.from().equals(frame.from()), "written again it is from another node");
        require(content(again).equals(content), "written again it is another message");
    }

    private static Object content(PeerFrame frame) {
        return switch (frame.kind()) {
            case ANNOUNCEMENT -> frame.announcement();
            case INTEREST -> frame.interest();
            case USERS -> frame.users();
            case COMMANDS -> frame.commands();
            case ECHO -> frame.from();
            case SIGNAL -> frame.signal();
            case ADVANCE -> frame.advance();
        };
    }

    private static Buffer written(PeerFrame frame, Object content) {
        return switch (frame.kind()) {
            case ANNOUNCEMENT -> PeerFrame.announcement(frame.from(), (Announcement) content);
            case INTEREST -> PeerFrame.interest(frame.from(), (Interest) content);
            case USERS -> PeerFrame.users(frame.from(), (UsersNotified) content);
            case COMMANDS -> PeerFrame.commands(frame.from(), (CommandBatch) content);
            case ECHO -> PeerFrame.echo(frame.from());
            case SIGNAL -> PeerFrame.signal(frame.from(), (Signal) content);
            case ADVANCE -> PeerFrame.advance(frame.from(), (Advance) content);
        };
    }
}
