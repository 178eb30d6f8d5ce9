/** What all ports of a node have in common: how much a connection may bring, and how long it may take. */
@NullMarked
package io.gavel.port;

import org.jspecify.annotations.NullMarked;
