/** The operations of the REST API, grouped as people speak of them; each turns a request into one bus request. */
@NullMarked
package io.gavel.http.route;

import org.jspecify.annotations.NullMarked;
