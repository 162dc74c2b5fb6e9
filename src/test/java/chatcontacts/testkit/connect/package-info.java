/**
 * A simulated Amazon Connect and AWS STS over HTTP, with faults on demand, and its judgement of the client that calls
 * it.
 */
@NullMarked
package chatcontacts.testkit.connect;

import org.jspecify.annotations.NullMarked;
