/** What all ports have in common, by an embedded channel's own clock. */
@NullMarked
package io.gavel.port;

import org.jspecify.annotations.NullMarked;
