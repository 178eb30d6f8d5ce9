/** The HTTP edge: REST requests in, JSON answers and problems out, everything else over the bus. */
@NullMarked
package io.gavel.http;

import org.jspecify.annotations.NullMarked;
