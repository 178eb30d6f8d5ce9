/** The servers under test, each started as its users start it, and their database. */
@NullMarked
package io.gavel.bench.server;

import org.jspecify.annotations.NullMarked;
