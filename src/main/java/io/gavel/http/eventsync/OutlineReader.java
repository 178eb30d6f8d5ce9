package io.gavel.http.eventsync;

import io.gavel.http.jitsi.BodyReader;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.JsonEvent;
import io.vertx.core.parsetools.JsonEventType;
import io.vertx.core.parsetools.JsonParser;
import io.vertx.ext.web.RoutingContext;

/**
 * Reads a JSON object of which only the outermost plain values count, and hands these on as {@link BodyReader#body}. Lists
 * and objects in it may be long: they are skipped as they come, and none is ever held.
 */
record OutlineReader(int mostBytes, int mostKept) implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        BodyReader.requireJson(request);
        var outline = new Outline();
        request.handler(part -> attempt(context, outline, () -> outline.add(part)));
        request.endHandler(ended -> attempt(context, outline, () -> {
            BodyReader.handOn(context, outline.end());
            context.next();
        }));
    }

    /** Nothing is read any more of what was refused. */
    private static void attempt(RoutingContext context, Outline outline, Runnable step) {
        if (outline.isRefused) {
            return;
        }
        try {
            step.run();
        } catch (Problem refused) {
            outline.isRefused = true;
            context.fail(refused);
        } catch (DecodeException notJson) {
            outline.isRefused = true;
            context.fail(invalid("the body is no JSON object in UTF-8"));
        }
    }

    private static Problem invalid(String detail) {
        return new Problem(Code.INVALID_REQUEST, detail);
    }

    /** What is kept of one body. */
    private final class Outline {
        private final JsonParser parser = JsonParser.newParser().handler(this::take);
        private final JsonObject kept = new JsonObject();
        private long bytes;
        private long chars;
        private int depth;
        private boolean isOver;
        private boolean isRefused;

        void add(Buffer part) {
            bytes += part.length();
            if (bytes > mostBytes) {
                throw invalid("the body has at most " + mostBytes / 1024 + " KiB");
            }
            parser.handle(part);
        }

        Buffer end() {
            parser.end();
            if (!isOver) {
                throw new DecodeException("no object, or not all of it");
            }
            return kept.toBuffer();
        }

        private void take(JsonEvent event) {
            if (isOver || (depth == 0 && event.type() != JsonEventType.START_OBJECT)) {
                throw new DecodeException("something else than one object");
            }
            switch (event.type()) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> isOver = --depth == 0;
                case VALUE -> keep(event);
            }
        }

        private void keep(JsonEvent event) {
            if (depth > 1) {
                return;
            }
            chars += event.fieldName().length() + String.valueOf(event.value()).length();
            if (chars > mostKept) {
                throw invalid("the body, lists apart, has at most " + mostKept / 1024 + " KiB");
            }
            kept.put(event.fieldName(), event.value());
        }
    }
}
