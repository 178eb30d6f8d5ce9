/** What Jitsi's server and web client make of a token: the rules, what breaks them, and how to mend it. Pure functions. */
@NullMarked
package io.gavel.doctor;

import org.jspecify.annotations.NullMarked;
