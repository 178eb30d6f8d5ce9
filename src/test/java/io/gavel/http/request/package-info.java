/** What is fuzzed of this package. */
@NullMarked
package io.gavel.http.request;

import org.jspecify.annotations.NullMarked;
