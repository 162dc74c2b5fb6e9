/**
 * What the service takes in time and resources, measured with broker, registry, simulated Connect, service and load each in a
 * JVM of its own: {@code mvn -Pbenchmark test-compile exec:exec@benchmark}. No test asserts what is measured here; the figures
 * stand in {@code src/docs/performance.md}.
 */
@NullMarked
package chatcontacts.benchmark;

import org.jspecify.annotations.NullMarked;
