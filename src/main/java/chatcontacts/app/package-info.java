/** The process: the command line's way in, the wiring of all parts, health, metrics, and an orderly end. */
@NullMarked
package chatcontacts.app;

import org.jspecify.annotations.NullMarked;
