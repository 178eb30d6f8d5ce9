/** The webhooks of 8x8 JaaS. */
@NullMarked
package io.gavel.http.jaas;

import org.jspecify.annotations.NullMarked;
