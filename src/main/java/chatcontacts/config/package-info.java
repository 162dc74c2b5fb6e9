/**
 * Typed settings: every one is a row of a Kafka ConfigDef with its type, default, rule and a sentence. They are read from a
 * properties file, the environment and the command line, checked all at once, and handed on as immutable records.
 */
@NullMarked
package chatcontacts.config;

import org.jspecify.annotations.NullMarked;
