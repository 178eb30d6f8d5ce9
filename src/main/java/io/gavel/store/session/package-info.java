/** Whose sessions live in PostgreSQL: the leases of nodes, lost connections, and sessions that nobody came back for. */
@NullMarked
package io.gavel.store.session;

import org.jspecify.annotations.NullMarked;
