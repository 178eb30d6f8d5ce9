/** The embedded PostgreSQL: a real server unpacked, started, guarded and stopped by the node for those without one. */
@NullMarked
package io.gavel.postgres;

import org.jspecify.annotations.NullMarked;
