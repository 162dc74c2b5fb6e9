/** The HTTP endpoints: status page, API, health and metrics, read-only, on the JDK's own HTTP server. */
@NullMarked
package chatcontacts.http;

import org.jspecify.annotations.NullMarked;
