/**
 * The adapter to the schema registry: Confluent's client and serializers behind the domain's ports, and the mapping between the
 * generated Avro classes and the domain's values.
 */
@NullMarked
package chatcontacts.registry;

import org.jspecify.annotations.NullMarked;
