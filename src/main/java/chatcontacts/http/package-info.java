/** The service's face to probes and to Prometheus: health and metrics over the JDK's own HTTP server, read only. */
@NullMarked
package chatcontacts.http;

import org.jspecify.annotations.NullMarked;
