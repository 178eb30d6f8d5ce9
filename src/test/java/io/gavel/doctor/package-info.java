/** Tokens that break the rules of Jitsi, and what is said of them. */
@NullMarked
package io.gavel.doctor;

import org.jspecify.annotations.NullMarked;
