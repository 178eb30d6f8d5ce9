/** What an attacker tries against a running node, over its sockets, by the numbers of the list in src/docs/attacks.md. */
@NullMarked
package io.gavel.attack;

import org.jspecify.annotations.NullMarked;
