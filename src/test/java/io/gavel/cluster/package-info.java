/** Several nodes as processes of their own under the load of real clients, and what is broken meanwhile. */
@NullMarked
package io.gavel.cluster;

import org.jspecify.annotations.NullMarked;
