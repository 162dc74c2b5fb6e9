package main

import (
	"context"

	"github.com/hamba/avro/v2"
	"github.com/twmb/franz-go/pkg/sr"
)

// chatRequest has the fields of a request that the load sets; the others are skipped.
type chatRequest struct {
	InstanceID         string             `avro:"instanceId"`
	ContactFlowID      string             `avro:"contactFlowId"`
	ClientToken        *string            `avro:"clientToken"`
	ParticipantDetails participantDetails `avro:"participantDetails"`
	InitialMessage     *initialMessage    `avro:"initialMessage"`
	Attributes         *map[string]string `avro:"attributes"`
}

type participantDetails struct {
	DisplayName string `avro:"displayName"`
}

type initialMessage struct {
	ContentType string `avro:"contentType"`
	Content     string `avro:"content"`
}

// decoder reads values in Confluent's format: a zero, the number of the schema, Avro. For one goroutine.
type decoder struct {
	registry *sr.Client
	schemas  map[int]avro.Schema
}

func newDecoder(registry string) *decoder {
	return &decoder{must(sr.NewClient(sr.URLs(registry))), map[int]avro.Schema{}}
}

func (d *decoder) decode(ctx context.Context, value []byte) (request chatRequest, err error) {
	id, body, err := new(sr.ConfluentHeader).DecodeID(value)
	if err != nil {
		return request, err
	}
	schema, known := d.schemas[id]
	if !known {
		if schema, err = d.fetch(ctx, id); err != nil {
			return request, err
		}
		d.schemas[id] = schema
	}
	err = avro.Unmarshal(schema, body, &request)
	return request, err
}

func (d *decoder) fetch(ctx context.Context, id int) (avro.Schema, error) {
	registered, err := d.registry.SchemaByID(ctx, id)
	if err != nil {
		return nil, err
	}
	return avro.Parse(registered.Schema)
}
