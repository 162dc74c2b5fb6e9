/**
 * The chaos run: several processes of the service under load, with a real broker, a real registry and a simulated Connect, while
 * at moments drawn from a seed processes are killed, broker and registry stop and come back, and Connect is slow, refuses, or
 * cuts connections. In the end what was sent, what Connect holds and what was published must agree:
 * {@code mvn test-compile exec:exec@chaos}. A short one is {@code ChaosIT}.
 */
@NullMarked
package chatcontacts.system.chaos;

import org.jspecify.annotations.NullMarked;
