/** Facts about the event-bus bridge, as a client sees it. */
@NullMarked
package io.gavel.bridge;

import org.jspecify.annotations.NullMarked;
