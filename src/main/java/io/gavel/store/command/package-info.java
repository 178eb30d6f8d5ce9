/** Commands of browsers: many in one transaction, judged in plain Java under their meeting's lock. */
@NullMarked
package io.gavel.store.command;

import org.jspecify.annotations.NullMarked;
