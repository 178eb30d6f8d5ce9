/** Meetings as browsers live them, on real nodes. */
@NullMarked
package io.gavel.live;

import org.jspecify.annotations.NullMarked;
