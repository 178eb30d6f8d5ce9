/**
 * One order per meeting on any node: channels, command lanes, leases. It knows neither sockets nor SQL nor the bus itself:
 * clock, bus, database and randomness come as interfaces, so that all of it can be simulated.
 */
@NullMarked
package io.gavel.stream;

import org.jspecify.annotations.NullMarked;
