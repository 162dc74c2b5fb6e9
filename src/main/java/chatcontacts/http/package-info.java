/** The service's face to probes, to Prometheus and to those who ask: over the JDK's own HTTP server, read only. */
@NullMarked
package chatcontacts.http;

import org.jspecify.annotations.NullMarked;
