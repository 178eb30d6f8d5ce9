/** Notifications in PostgreSQL. */
@NullMarked
package io.gavel.store.notification;

import org.jspecify.annotations.NullMarked;
