/** The management port: health and metrics, for those who run a node. */
@NullMarked
package io.gavel.ops;

import org.jspecify.annotations.NullMarked;
