@NullMarked
package io.gavel.http.limit;

import org.jspecify.annotations.NullMarked;
