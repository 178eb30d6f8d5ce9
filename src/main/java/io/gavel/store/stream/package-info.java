/** A meeting under its lock, and the stream of its events. */
@NullMarked
package io.gavel.store.stream;

import org.jspecify.annotations.NullMarked;
