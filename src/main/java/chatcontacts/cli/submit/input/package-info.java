/**
 * Reads chat requests as people and programs write them: JSON, YAML and the values of flags, in the shapes that the AWS CLI
 * accepts. Reports all faults at once, by field and rule; never quotes a value, only the names of unknown keys. Connects to
 * nothing.
 */
@NullMarked
package chatcontacts.cli.submit.input;

import org.jspecify.annotations.NullMarked;
