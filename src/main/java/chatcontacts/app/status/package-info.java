/** Status: lanes, requests, topologies and the process, as the HTTP API and the status page show them. */
@NullMarked
package chatcontacts.app.status;

import org.jspecify.annotations.NullMarked;
