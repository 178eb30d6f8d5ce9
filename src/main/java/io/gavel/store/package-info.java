/** The verticle that keeps meetings in PostgreSQL, and the sweep that ends what nobody ended. */
@NullMarked
package io.gavel.store;

import org.jspecify.annotations.NullMarked;
