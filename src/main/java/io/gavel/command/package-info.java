/** Words for what a browser asks for over the bridge to change in a meeting, and what it is answered. */
@NullMarked
package io.gavel.command;

import org.jspecify.annotations.NullMarked;
