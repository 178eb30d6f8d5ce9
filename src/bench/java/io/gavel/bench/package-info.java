/** The benchmark that ships with Gavel: runs every scenario against a node and its peers in turn, and writes a table. */
@NullMarked
package io.gavel.bench;

import org.jspecify.annotations.NullMarked;
