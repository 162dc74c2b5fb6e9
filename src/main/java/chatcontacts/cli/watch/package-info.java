/** Following results and dead letters while they come. */
@NullMarked
package chatcontacts.cli.watch;

import org.jspecify.annotations.NullMarked;
