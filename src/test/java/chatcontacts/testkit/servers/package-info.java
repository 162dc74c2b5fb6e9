/** Real servers for tests: Kafka brokers, a schema registry, Prometheus, proxies and certificates. */
@NullMarked
package chatcontacts.testkit.servers;

import org.jspecify.annotations.NullMarked;
