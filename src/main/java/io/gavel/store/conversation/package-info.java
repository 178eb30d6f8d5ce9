/** Conversations in PostgreSQL: their members, what is said, and who has read it. */
@NullMarked
package io.gavel.store.conversation;

import org.jspecify.annotations.NullMarked;
