/**
 * Three nodes, a database, a bus and a dozen browsers in one thread and in a time of their own: what happens, and when, is
 * decided by one seed. The nodes run the real stream, queue, judgement of commands, leases and reaper; all around them is a model
 * that loses, delays, doubles, dies and stands still.
 */
@NullMarked
package io.gavel.stream.simulation;

import org.jspecify.annotations.NullMarked;
