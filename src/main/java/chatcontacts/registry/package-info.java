/**
 * The adapter to Avro and the schema registry, over Confluent's own serializers and registry client, whose settings pass
 * through. It reads requests and cancellations of any writer with the shipped schemas, tells values that can never be read
 * from a registry that does not answer, writes results, and registers the shipped schemas. Avro records never leave it:
 * their text holds customer data.
 */
@NullMarked
package chatcontacts.registry;

import org.jspecify.annotations.NullMarked;
