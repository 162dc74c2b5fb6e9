/** The commands that prepare an installation: {@code topics}, {@code schemas} and {@code config}. */
@NullMarked
package chatcontacts.cli.setup;

import org.jspecify.annotations.NullMarked;
