/**
 * The local environment: real Kafka brokers, a real schema registry and a simulated Amazon Connect on this machine, without
 * containers, for integration tests and for trying the service out. It lives with the tests and never ships. Everything here
 * listens on the loopback address, on free ports, and keeps its data in temporary folders that are removed on close. Of the
 * simulated Connect, {@code ConnectEndpoint} has neither clock, thread nor socket, for simulations in virtual time;
 * {@code ConnectSimulator} is its HTTP face.
 */
@NullMarked
package chatcontacts.local;

import org.jspecify.annotations.NullMarked;
