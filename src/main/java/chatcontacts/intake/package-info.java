/**
 * The first of the two Kafka Streams parts: reads requests, contact events and cancellations, decides what each record is, and
 * hands it to dispatch on the hop, keyed by lane. What cannot become a chat leaves as a dead letter and, where it could be
 * decoded, as a FAILED result. Keeps no state of its own, never loses a record, and is never stopped by one.
 */
@NullMarked
package chatcontacts.intake;

import org.jspecify.annotations.NullMarked;
