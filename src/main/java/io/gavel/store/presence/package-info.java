/** Who is online, in PostgreSQL. */
@NullMarked
package io.gavel.store.presence;

import org.jspecify.annotations.NullMarked;
