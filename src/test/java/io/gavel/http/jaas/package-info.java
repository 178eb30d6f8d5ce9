/** Facts about the webhooks of 8x8 JaaS, without a node. */
@NullMarked
package io.gavel.http.jaas;

import org.jspecify.annotations.NullMarked;
