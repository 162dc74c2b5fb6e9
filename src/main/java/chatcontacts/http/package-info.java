/** The HTTP endpoints: status page, API, health and metrics, and commands of operators if a token is set, on the JDK's own HTTP server. */
@NullMarked
package chatcontacts.http;

import org.jspecify.annotations.NullMarked;
