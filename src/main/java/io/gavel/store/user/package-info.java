/** Users in PostgreSQL: whoever showed a token or was named by a meeting. */
@NullMarked
package io.gavel.store.user;

import org.jspecify.annotations.NullMarked;
