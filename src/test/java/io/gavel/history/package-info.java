/** What clients and the database say about a meeting's stream, and the judgement whether its promises were kept. */
@NullMarked
package io.gavel.history;

import org.jspecify.annotations.NullMarked;
