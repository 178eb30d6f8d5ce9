/** How much one may ask for, and who asks: a user, or a client's address behind the proxies that are trusted. */
@NullMarked
package io.gavel.http.limit;

import org.jspecify.annotations.NullMarked;
