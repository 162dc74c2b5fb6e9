/**
 * The product's knowledge, free of Kafka, Avro and AWS: requests and their rules, what a call can answer, quota, pace, holds
 * and outcomes. Nothing here reads a clock, draws a random number it was not handed, sleeps or starts a thread.
 */
@NullMarked
package chatcontacts.domain;

import org.jspecify.annotations.NullMarked;
