/**
 * What travels on topics beside the Avro contracts: the message of the hop between intake and dispatch in its own versioned
 * binary format, the dead letter's headers, the result's headers, and the plan of the topics themselves.
 */
@NullMarked
package chatcontacts.wire;

import org.jspecify.annotations.NullMarked;
