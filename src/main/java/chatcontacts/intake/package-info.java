/**
 * The intake application, the first of the two Kafka Streams applications: reads requests, contact events and cancellations,
 * validates each record, and sends it to dispatch on the dispatch topic, keyed by lane. What cannot become a chat leaves as
 * a dead letter and, where it could be decoded, as a FAILED result. Keeps no state of its own, never loses a record, and is
 * never stopped by one.
 */
@NullMarked
package chatcontacts.intake;

import org.jspecify.annotations.NullMarked;
