/** Facts about the bus between nodes. */
@NullMarked
package io.gavel.bus;

import org.jspecify.annotations.NullMarked;
