/**
 * What a person or a program writes as a chat request, made into one: JSON, YAML, and the values of flags, in the shapes that
 * the AWS CLI knows. Everything that is wrong is told at once, by field and rule; what was written is never quoted, but for the
 * names of keys that nobody knows. Connects to nothing.
 */
@NullMarked
package chatcontacts.cli.submit.input;

import org.jspecify.annotations.NullMarked;
