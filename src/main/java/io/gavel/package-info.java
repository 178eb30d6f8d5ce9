/** A node: reads its configuration, deploys its verticles in order and takes them down again. */
@NullMarked
package io.gavel;

import org.jspecify.annotations.NullMarked;
