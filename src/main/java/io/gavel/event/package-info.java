/** Words for a meeting's event stream: the events, and the pages in which they are read. */
@NullMarked
package io.gavel.event;

import org.jspecify.annotations.NullMarked;
