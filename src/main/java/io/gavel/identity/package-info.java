/** Words for who asks: the caller of a request, as its token says. */
@NullMarked
package io.gavel.identity;

import org.jspecify.annotations.NullMarked;
