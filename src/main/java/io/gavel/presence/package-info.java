/** Words for who is online. */
@NullMarked
package io.gavel.presence;

import org.jspecify.annotations.NullMarked;
