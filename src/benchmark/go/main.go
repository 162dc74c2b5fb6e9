// A plain consumer that does the job of the service at least once, as most would write it in Go: a goroutine for each request.
// An offset is marked when the result of its record and of all records before it are written.
// Arguments: broker, registry, topic of requests, topic of results, endpoint, calls in flight.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/connect"
	"github.com/aws/aws-sdk-go-v2/service/connect/types"
	"github.com/twmb/franz-go/pkg/kgo"
)

// unmarked is how many records may be waiting for an earlier one until their offsets are marked.
const unmarked = 10_000

type consumer struct {
	kafka   *kgo.Client
	connect *connect.Client
	results string
	slots   chan struct{}
	pending chan pending
}

// pending is a record whose offset is not marked, and what is closed when its result is written.
type pending struct {
	record *kgo.Record
	done   chan struct{}
}

func main() {
	broker, registry, requests, results, endpoint := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]
	inFlight := must(strconv.Atoi(os.Args[6]))
	ctx := context.Background()
	c := consumer{
		kafka: must(kgo.NewClient(
			kgo.SeedBrokers(broker),
			kgo.ConsumerGroup(results+"-go"),
			kgo.ConsumeTopics(requests),
			kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
			kgo.AutoCommitMarks(),
			kgo.RequiredAcks(kgo.AllISRAcks()), // its producer is idempotent unless told otherwise
			kgo.ProducerLinger(0),
		)),
		connect: connectClient(ctx, endpoint, inFlight),
		results: results,
		slots:   make(chan struct{}, inFlight),
		pending: make(chan pending, unmarked),
	}
	go c.mark()
	decoder := newDecoder(registry)
	for {
		fetches := c.kafka.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			log.Fatal(err)
		}
		fetches.EachRecord(func(record *kgo.Record) {
			request := must(decoder.decode(ctx, record.Value))
			done := make(chan struct{})
			c.pending <- pending{record, done}
			c.slots <- struct{}{}
			go func() {
				c.serve(ctx, record, request)
				close(done)
				<-c.slots
			}()
		})
	}
}

// serve calls Connect once and returns when the result is written.
func (c *consumer) serve(ctx context.Context, record *kgo.Record, request chatRequest) {
	started := must(c.connect.StartChatContact(ctx, &connect.StartChatContactInput{
		InstanceId:         &request.InstanceID,
		ContactFlowId:      &request.ContactFlowID,
		ClientToken:        request.ClientToken,
		ParticipantDetails: &types.ParticipantDetails{DisplayName: &request.ParticipantDetails.DisplayName},
		InitialMessage: &types.ChatMessage{
			ContentType: &request.InitialMessage.ContentType,
			Content:     &request.InitialMessage.Content,
		},
		Attributes: *request.Attributes,
	}))
	value := fmt.Sprintf("%s %s %s", *started.ContactId, *started.ParticipantId, *started.ParticipantToken)
	result := kgo.Record{Topic: c.results, Key: record.Key, Value: []byte(value)}
	if err := c.kafka.ProduceSync(ctx, &result).FirstErr(); err != nil {
		log.Fatal(err)
	}
}

// mark lets offsets be committed in the order of their records, since an offset stands for all before it.
func (c *consumer) mark() {
	for next := range c.pending {
		<-next.done
		c.kafka.MarkCommitRecords(next.record)
	}
}

// connectClient never retries, as the service's, and keeps a connection for each call in flight.
func connectClient(ctx context.Context, endpoint string, inFlight int) *connect.Client {
	settings := must(config.LoadDefaultConfig(ctx,
		config.WithRegion("eu-central-1"),
		config.WithBaseEndpoint(endpoint),
		config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }),
		config.WithHTTPClient(awshttp.NewBuildableClient().WithTransportOptions(func(transport *http.Transport) {
			transport.MaxIdleConns = inFlight
			transport.MaxIdleConnsPerHost = inFlight
		})),
	))
	return connect.NewFromConfig(settings)
}

// must ends the process where something fails: the benchmark sees that, and no figure counts.
func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
