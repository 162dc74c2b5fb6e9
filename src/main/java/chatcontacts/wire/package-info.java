/**
 * What travels on topics beside the Avro contracts: the messages of the dispatch topic, from intake to dispatch, in a
 * versioned binary format of their own, the dead letter's headers, the result's headers, and the plan of the topics
 * themselves.
 */
@NullMarked
package chatcontacts.wire;

import org.jspecify.annotations.NullMarked;
