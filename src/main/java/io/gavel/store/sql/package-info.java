/** How SQL is run: the pool, transactions, statements with named values, migrations and failures. */
@NullMarked
package io.gavel.store.sql;

import org.jspecify.annotations.NullMarked;
