package io.gavel.http.recording;

import io.gavel.meeting.Recording;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One answer's body on its way: a block is read when the one before it has left, so that a slow client holds but one. */
final class Transfer {
    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
    private static final int BLOCK = 256 * 1024;

    private final Disk disk;
    private final RecordingFile file;
    private final HttpServerResponse response;
    private final Promise<Void> over = Promise.promise();
    private long position;
    private long left;
    private boolean isReading;
    private boolean isGone;

    Transfer(Disk disk, RecordingFile file, ByteRange part, HttpServerResponse response) {
        this.disk = disk;
        this.file = file;
        this.response = response;
        this.position = part.first();
        this.left = part.length();
    }

    /** Ends when nothing more is read, whatever became of the answer: whoever goes away in the middle is nobody to be told. */
    Future<Void> run(Recording recording) {
        response.exceptionHandler(failure -> leave());
        response.closeHandler(closed -> leave());
        next(recording);
        return over.future();
    }

    /** A read that is under way is waited for: the file is closed next. */
    private void leave() {
        isGone = true;
        if (!isReading) {
            over.tryComplete();
        }
    }

    private void next(Recording recording) {
        if (isGone) {
            over.tryComplete();
        } else if (left == 0) {
            response.end().onComplete(sent -> over.tryComplete());
        } else {
            read(recording);
        }
    }

    private void read(Recording recording) {
        var length = (int) Math.min(left, BLOCK);
        isReading = true;
        disk.proceed(() -> file.read(position, length)).onComplete(done -> {
            isReading = false;
            if (done.succeeded()) {
                position += length;
                left -= length;
                write(recording, done.result());
            } else {
                abort(recording, done.cause());
            }
        });
    }

    private void write(Recording recording, Buffer block) {
        if (isGone) {
            over.tryComplete();
        } else {
            response.write(block).onSuccess(written -> next(recording)).onFailure(gone -> over.tryComplete());
        }
    }

    /** A length has been promised that cannot be kept: only the connection's end says so. */
    private void abort(Recording recording, Throwable broken) {
        LOG.warn("recording {} broke off: {}", recording.id(), broken.toString());
        response.reset();
        over.tryComplete();
    }
}
