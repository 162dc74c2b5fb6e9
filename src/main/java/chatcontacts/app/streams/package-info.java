/**
 * Kafka Streams: the settings, clients, clock, memory bounds and exception handling of the intake and dispatch
 * applications.
 */
@NullMarked
package chatcontacts.app.streams;

import org.jspecify.annotations.NullMarked;
