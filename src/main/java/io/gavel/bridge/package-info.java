/** The event-bus bridge: browsers' sockets, between the WebSocket and the node's hub. */
@NullMarked
package io.gavel.bridge;

import org.jspecify.annotations.NullMarked;
