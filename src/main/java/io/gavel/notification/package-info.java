/** Words for what a user is told outside of a meeting. */
@NullMarked
package io.gavel.notification;

import org.jspecify.annotations.NullMarked;
