/** The commands {@code control}: an operator steers lanes and instances, sees what is in force, and who did what. */
@NullMarked
package chatcontacts.cli.control;

import org.jspecify.annotations.NullMarked;
