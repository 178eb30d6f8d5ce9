/** Words for who asks how much: what nodes tell each other of it, and who is asked before a browser is let in. */
@NullMarked
package io.gavel.limit;

import org.jspecify.annotations.NullMarked;
