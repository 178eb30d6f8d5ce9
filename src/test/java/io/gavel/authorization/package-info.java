/** Who may do what: every call by everybody at every time, tried on one running node, and answered as one table says. */
@NullMarked
package io.gavel.authorization;

import org.jspecify.annotations.NullMarked;
