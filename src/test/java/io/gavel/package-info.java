/** A whole node under test: started, asked over its real port, stopped and killed. */
@NullMarked
package io.gavel;

import org.jspecify.annotations.NullMarked;
