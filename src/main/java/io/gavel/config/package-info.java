/** The configuration of a node: every variable, where its value came from, and the checked values themselves. */
@NullMarked
package io.gavel.config;

import org.jspecify.annotations.NullMarked;
