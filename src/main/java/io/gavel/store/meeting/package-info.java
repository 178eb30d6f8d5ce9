/** Meetings in PostgreSQL: one class per thing that is done to them, each change under the meeting's lock. */
@NullMarked
package io.gavel.store.meeting;

import org.jspecify.annotations.NullMarked;
