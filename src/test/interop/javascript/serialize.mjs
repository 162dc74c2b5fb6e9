// Serializes one record with Confluent's JavaScript serializer and prints its value and its schema id header in hex.
// Usage: node serialize.mjs REGISTRY_URL TOPIC prefix|header JSON_RECORD
import registry from '@confluentinc/schemaregistry';

const { SchemaRegistryClient, AvroSerializer, SerdeType, PrefixSchemaIdSerializer } = registry;
const [url, topic, form, record] = process.argv.slice(2);

// The ready-made header serializer writes GUIDs, which not every registry has: this one writes the id.
const inHeader = (ofTopic, serdeType, payload, schemaId, headers) => {
  headers.__value_schema_id = schemaId.idToBytes();
  return payload;
};

const client = new SchemaRegistryClient({ baseURLs: [url] });
const serializer = new AvroSerializer(client, SerdeType.VALUE, {
  useLatestVersion: true,
  schemaIdSerializer: form === 'header' ? inHeader : PrefixSchemaIdSerializer,
});
const headers = {};
const value = await serializer.serialize(topic, JSON.parse(record), headers);
const header = headers.__value_schema_id;
console.log(JSON.stringify({
  value: Buffer.from(value).toString('hex'),
  header: header ? Buffer.from(header).toString('hex') : '',
}));
process.exit(0);
