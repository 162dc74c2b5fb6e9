/** Status: what the HTTP API and the status page tell of lanes, requests, topologies and the process, as JSON. */
@NullMarked
package chatcontacts.app.status;

import org.jspecify.annotations.NullMarked;
