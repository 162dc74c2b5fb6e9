/** {@code doctor}: tries what a start needs, and says what would be missing. */
@NullMarked
package chatcontacts.cli.doctor;

import org.jspecify.annotations.NullMarked;
