"""Sends one chat request and waits for its result; src/docs/producers/python.md explains it."""

import os
import sys
import time
import uuid
from datetime import datetime, timezone
from pathlib import Path

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

BROKERS = os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092")
REGISTRY = os.environ.get("SCHEMA_REGISTRY_URL", "http://localhost:8081")
REQUESTS = os.environ.get("REQUESTS_TOPIC", "chat-requests")
RESULTS = os.environ.get("RESULTS_TOPIC", "chat-results")
# Ship copies of both schemas with your program.
SCHEMAS = Path(os.environ.get("SCHEMAS", "../../../schemas"))
PATIENCE_SECONDS = 60

STATUSES = {"STARTED", "FAILED"}
REASONS = {
    "MALFORMED", "INVALID", "UNKNOWN_INSTANCE", "TOKEN_REUSED", "REJECTED",
    "EXPIRED", "RETRIES_EXHAUSTED", "CANCELLED", "UNCERTAIN",
}


def known(value, values):
    """What a later release adds is to be treated as UNKNOWN."""
    return value if value in values else "UNKNOWN"


def serializer(registry):
    return AvroSerializer(
        registry,
        (SCHEMAS / "ChatRequest.avsc").read_text(encoding="utf-8"),
        conf={
            "auto.register.schemas": False,
            # Alone: it refuses fields that the schema does not have, such as misspelt ones, and fills in defaults.
            # validate.strict would refuse a request without its optional fields.
            "validate.strict.allow.default": True,
        },
    )


def reader(registry):
    """Reads with our own copy of the schema: symbols of later releases become its default, UNKNOWN."""
    return AvroDeserializer(registry, (SCHEMAS / "ChatResult.avsc").read_text(encoding="utf-8"))


def consumer():
    """Reads only what comes from now on, and only what is committed."""
    results = Consumer({
        "bootstrap.servers": BROKERS,
        "group.id": "unused",
        "enable.auto.commit": False,
        "isolation.level": "read_committed",
    })
    partitions = results.list_topics(RESULTS, timeout=10).topics[RESULTS].partitions
    assigned = []
    for partition in partitions:
        place = TopicPartition(RESULTS, partition)
        place.offset = results.get_watermark_offsets(place, timeout=10)[1]
        assigned.append(place)
    results.assign(assigned)
    return results


def send(registry, token):
    request = {
        "instanceId": os.environ["INSTANCE_ID"],
        "contactFlowId": os.environ["CONTACT_FLOW_ID"],
        "participantDetails": {"displayName": "Ada"},
        "attributes": {"source": "example"},
        "clientToken": token,
        # Aware: a naive datetime would be taken for local time.
        "requestedAt": datetime.now(timezone.utc),
    }
    value = serializer(registry)(request, SerializationContext(REQUESTS, MessageField.VALUE))
    problems = []
    producer = Producer({"bootstrap.servers": BROKERS, "enable.idempotence": True})
    # The key keeps requests with one token in order.
    producer.produce(REQUESTS, key=token, value=value, on_delivery=lambda error, _: problems.append(error))
    producer.flush(PATIENCE_SECONDS)
    if problems != [None]:
        sys.exit(f"not sent: {problems}")


def await_result(registry, results, token):
    read = reader(registry)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        message = results.poll(1.0)
        if message is None:
            continue
        if message.error():
            sys.exit(f"cannot read results: {message.error()}")
        # The key is the token: results of others need not be decoded.
        if message.key() == token.encode("utf-8"):
            return read(message.value(), SerializationContext(RESULTS, MessageField.VALUE))
    sys.exit("no result in time; send again with the same token")


def main():
    # Keep it with your own record of the chat, and send again with the same one.
    token = os.environ.get("CLIENT_TOKEN") or str(uuid.uuid4())
    registry = SchemaRegistryClient({"url": REGISTRY})
    results = consumer()
    send(registry, token)
    result = await_result(registry, results, token)
    results.close()
    status = known(result["status"], STATUSES)
    if status == "STARTED":
        # contact["participantToken"] is a secret: hand it to the customer's side, never log it.
        contact = result["contact"]
        print(f"STARTED contactId={contact['contactId']} connectBy={contact['connectBy'].isoformat()}")
        return 0
    if status == "FAILED":
        failure = result["failure"]
        print(f"FAILED reason={known(failure['reason'], REASONS)} errorCode={failure['errorCode']} message={failure['message']}")
        return 3
    print("UNKNOWN status of a later release: see the chat's state in the service, upgrade this program")
    return 4


if __name__ == "__main__":
    sys.exit(main())
