/** The command {@code submit}: sends chat requests and waits for their results. */
@NullMarked
package chatcontacts.cli.submit;

import org.jspecify.annotations.NullMarked;
