/** Facts about conversations as browsers live them, on real nodes. */
@NullMarked
package io.gavel.talk;

import org.jspecify.annotations.NullMarked;
