// Sends one chat request and waits for its result; src/docs/producers/node.md explains it.
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import registries from '@confluentinc/schemaregistry';

const { SchemaRegistryClient, AvroSerializer, AvroDeserializer, SerdeType } = registries;
const env = process.env;
const BROKERS = (env.KAFKA_BOOTSTRAP_SERVERS ?? 'localhost:9092').split(',');
const REGISTRY = env.SCHEMA_REGISTRY_URL ?? 'http://localhost:8081';
const REQUESTS = env.REQUESTS_TOPIC ?? 'chat-requests';
const RESULTS = env.RESULTS_TOPIC ?? 'chat-results';
// The version of chat-requests-value for which this program was written. Not "latest": others may register there.
const REQUEST_SCHEMA_VERSION = Number(env.REQUEST_SCHEMA_VERSION ?? 1);
const PATIENCE_MS = 60_000;

const STATUSES = ['STARTED', 'FAILED'];
const REASONS = ['MALFORMED', 'INVALID', 'UNKNOWN_INSTANCE', 'TOKEN_REUSED', 'REJECTED', 'EXPIRED', 'RETRIES_EXHAUSTED', 'CANCELLED', 'UNCERTAIN'];

/** What a later release adds is to be treated as UNKNOWN. */
const known = (value, values) => (values.includes(value) ? value : 'UNKNOWN');

const registry = new SchemaRegistryClient({ baseURLs: [REGISTRY] });
const kafka = new Kafka({ brokers: BROKERS, clientId: 'example', logLevel: logLevel.ERROR });

async function send(token) {
  const { id } = await registry.getSchemaMetadata(`${REQUESTS}-value`, REQUEST_SCHEMA_VERSION);
  const serializer = new AvroSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: false, useSchemaId: id });
  const value = await serializer.serialize(REQUESTS, {
    instanceId: env.INSTANCE_ID,
    contactFlowId: env.CONTACT_FLOW_ID,
    participantDetails: { displayName: 'Ada' },
    attributes: { source: 'example' },
    clientToken: token,
    // A number of milliseconds: a Date is refused.
    requestedAt: Date.now(),
  });
  const producer = kafka.producer({ idempotent: true });
  await producer.connect();
  // The key keeps requests with one token in order.
  await producer.send({ topic: REQUESTS, acks: -1, messages: [{ key: token, value }] });
  await producer.disconnect();
}

/** Reads only what comes from now on, and only what is committed, as kafkajs does unless it is told otherwise. */
async function followResults(token) {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(RESULTS);
  await admin.disconnect();
  const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {});
  const consumer = kafka.consumer({ groupId: `example-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: RESULTS });
  const found = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no result in time; send again with the same token')), PATIENCE_MS).unref();
    consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        // The key is the token: results of others need not be decoded.
        if (message.key?.toString('utf8') === token) resolve(await deserializer.deserialize(RESULTS, message.value));
      },
    }).catch(reject);
  });
  for (const { partition, high } of ends) consumer.seek({ topic: RESULTS, partition, offset: high });
  return { found, close: () => consumer.disconnect() };
}

// Keep it with your own record of the chat, and send again with the same one.
const token = env.CLIENT_TOKEN || randomUUID();
const results = await followResults(token);
await send(token);
const result = await results.found;
await results.close();

switch (known(result.status, STATUSES)) {
  case 'STARTED':
    // contact.participantToken is a secret: hand it to the customer's side, never log it.
    console.log(`STARTED contactId=${result.contact.contactId} connectBy=${new Date(result.contact.connectBy).toISOString()}`);
    process.exit(0);
    break;
  case 'FAILED':
    console.log(`FAILED reason=${known(result.failure.reason, REASONS)} errorCode=${result.failure.errorCode} message=${result.failure.message}`);
    process.exit(3);
    break;
  default:
    console.log("UNKNOWN status of a later release: see the chat's state in the service, upgrade this program");
    process.exit(4);
}
