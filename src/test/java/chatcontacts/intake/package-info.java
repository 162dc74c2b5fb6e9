/** Tests of intake, with the real topology in Kafka's test driver and hand-written fakes at its dependencies. */
@NullMarked
package chatcontacts.intake;

import org.jspecify.annotations.NullMarked;
