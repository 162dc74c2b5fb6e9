/** The whole job with every server, and the service itself, in a container. */
@NullMarked
package chatcontacts.containers;

import org.jspecify.annotations.NullMarked;
