/**
 * The local environment: real Kafka brokers and a real schema registry on this machine, without containers, for
 * integration tests and for trying the service out. It lives with the tests and never ships. Everything here listens
 * on the loopback address, on free ports, and keeps its data in temporary folders that are removed on close.
 */
@NullMarked
package chatcontacts.local;

import org.jspecify.annotations.NullMarked;
