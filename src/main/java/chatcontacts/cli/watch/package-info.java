/** The command {@code watch}: follows results and dead letters as they arrive. */
@NullMarked
package chatcontacts.cli.watch;

import org.jspecify.annotations.NullMarked;
