/** A load generator's end of many connections: one selector, one thread, HTTP/1.1 and WebSocket. */
@NullMarked
package io.gavel.bench.net;

import org.jspecify.annotations.NullMarked;
