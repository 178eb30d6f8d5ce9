/** Words for what a meeting is: its states, its people, and the rules of entering and changing it. */
@NullMarked
package io.gavel.meeting;

import org.jspecify.annotations.NullMarked;
