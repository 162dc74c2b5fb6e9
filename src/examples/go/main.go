// Sends one chat request and waits for its result; src/docs/producers/go.md explains it.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/confluentinc/confluent-kafka-go/v2/kafka"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde"
	"github.com/confluentinc/confluent-kafka-go/v2/schemaregistry/serde/avrov2"
	"github.com/google/uuid"
)

const patience = 60 * time.Second

// chatRequest has the fields that this program sets. The schema's defaults fill in the others.
type chatRequest struct {
	InstanceID         string             `avro:"instanceId"`
	ContactFlowID      string             `avro:"contactFlowId"`
	ParticipantDetails participantDetails `avro:"participantDetails"`
	Attributes         *map[string]string `avro:"attributes"`
	ClientToken        *string            `avro:"clientToken"`
	RequestedAt        *time.Time         `avro:"requestedAt"`
}

type participantDetails struct {
	DisplayName string `avro:"displayName"`
}

// chatResult has the fields that this program reads. It is decoded with the writer's schema: others are skipped, and symbols
// of later releases arrive as they are.
type chatResult struct {
	Status  string   `avro:"status"`
	Contact *contact `avro:"contact"`
	Failure *failure `avro:"failure"`
}

type contact struct {
	ContactID string    `avro:"contactId"`
	ConnectBy time.Time `avro:"connectBy"`
	// participantToken is a secret: hand it to the customer's side, never log it.
}

type failure struct {
	Reason    string  `avro:"reason"`
	ErrorCode *string `avro:"errorCode"`
	Message   string  `avro:"message"`
}

// What a later release adds is to be treated as UNKNOWN.
func known(value string, values ...string) string {
	for _, it := range values {
		if it == value {
			return value
		}
	}
	return "UNKNOWN"
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// follow reads only what comes from now on, and only what is committed.
func follow(brokers, topic string) *kafka.Consumer {
	results, err := kafka.NewConsumer(&kafka.ConfigMap{
		"bootstrap.servers":  brokers,
		"group.id":           "unused",
		"enable.auto.commit": false,
		"isolation.level":    "read_committed",
	})
	check(err)
	metadata, err := results.GetMetadata(&topic, false, 10_000)
	check(err)
	var places []kafka.TopicPartition
	for _, partition := range metadata.Topics[topic].Partitions {
		_, end, err := results.QueryWatermarkOffsets(topic, partition.ID, 10_000)
		check(err)
		places = append(places, kafka.TopicPartition{Topic: &topic, Partition: partition.ID, Offset: kafka.Offset(end)})
	}
	check(results.Assign(places))
	return results
}

func send(registry schemaregistry.Client, brokers, topic, token string) {
	// The version for which this program was written. Not "latest": others may register there.
	version, err := strconv.Atoi(setting("REQUEST_SCHEMA_VERSION", "1"))
	check(err)
	schema, err := registry.GetSchemaMetadata(topic+"-value", version)
	check(err)
	config := avrov2.NewSerializerConfig()
	// Otherwise it registers a schema that it makes of the struct, without defaults and docs.
	config.AutoRegisterSchemas = false
	config.UseSchemaID = schema.ID
	serializer, err := avrov2.NewSerializer(registry, serde.ValueSerde, config)
	check(err)
	now := time.Now().UTC()
	value, err := serializer.Serialize(topic, &chatRequest{
		InstanceID:         os.Getenv("INSTANCE_ID"),
		ContactFlowID:      os.Getenv("CONTACT_FLOW_ID"),
		ParticipantDetails: participantDetails{DisplayName: "Ada"},
		Attributes:         &map[string]string{"source": "example"},
		ClientToken:        &token,
		RequestedAt:        &now,
	})
	check(err)
	producer, err := kafka.NewProducer(&kafka.ConfigMap{"bootstrap.servers": brokers, "enable.idempotence": true})
	check(err)
	defer producer.Close()
	delivered := make(chan kafka.Event, 1)
	check(producer.Produce(&kafka.Message{
		TopicPartition: kafka.TopicPartition{Topic: &topic, Partition: kafka.PartitionAny},
		// The key keeps requests with one token in order.
		Key:   []byte(token),
		Value: value,
	}, delivered))
	check((<-delivered).(*kafka.Message).TopicPartition.Error)
}

func await(registry schemaregistry.Client, results *kafka.Consumer, topic, token string) chatResult {
	// No reader's schema: it would be resolved with the writer's, which overflows the stack for recursive schemas.
	deserializer, err := avrov2.NewDeserializer(registry, serde.ValueSerde, avrov2.NewDeserializerConfig())
	check(err)
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		message, err := results.ReadMessage(time.Second)
		if err != nil && err.(kafka.Error).IsTimeout() {
			continue
		}
		check(err)
		// The key is the token: results of others need not be decoded.
		if string(message.Key) == token {
			var result chatResult
			check(deserializer.DeserializeInto(topic, message.Value, &result))
			return result
		}
	}
	check(fmt.Errorf("no result in time; send again with the same token"))
	return chatResult{}
}

func main() {
	brokers := setting("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092")
	requestTopic := setting("REQUESTS_TOPIC", "chat-requests")
	resultTopic := setting("RESULTS_TOPIC", "chat-results")
	registry, err := schemaregistry.NewClient(schemaregistry.NewConfig(setting("SCHEMA_REGISTRY_URL", "http://localhost:8081")))
	check(err)
	// Keep it with your own record of the chat, and send again with the same one.
	token := setting("CLIENT_TOKEN", uuid.NewString())
	results := follow(brokers, resultTopic)
	send(registry, brokers, requestTopic, token)
	result := await(registry, results, resultTopic, token)
	check(results.Close())

	switch known(result.Status, "STARTED", "FAILED") {
	case "STARTED":
		fmt.Printf("STARTED contactId=%s connectBy=%s\n", result.Contact.ContactID, result.Contact.ConnectBy.UTC().Format(time.RFC3339))
	case "FAILED":
		reason := known(result.Failure.Reason, "MALFORMED", "INVALID", "UNKNOWN_INSTANCE", "TOKEN_REUSED", "REJECTED", "EXPIRED",
			"RETRIES_EXHAUSTED", "CANCELLED", "UNCERTAIN")
		code := "none"
		if result.Failure.ErrorCode != nil {
			code = *result.Failure.ErrorCode
		}
		fmt.Printf("FAILED reason=%s errorCode=%s message=%s\n", reason, code, result.Failure.Message)
		os.Exit(3)
	default:
		fmt.Println("UNKNOWN status of a later release: see the chat's state in the service, upgrade this program")
		os.Exit(4)
	}
}
