//! Sends one chat request and waits for its result; src/docs/producers/rust.md explains it.

use std::collections::HashMap;
use std::env;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use apache_avro::writer::datum::GenericDatumWriter;
use apache_avro::{Schema, from_value, to_value};
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::Message;
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::{Offset, TopicPartitionList};
use schema_registry_converter::async_impl::avro::AvroDecoder;
use schema_registry_converter::async_impl::schema_registry::{
    SrSettings, get_schema_by_subject_and_version,
};
use schema_registry_converter::schema_registry_common::get_payload;
use serde::{Deserialize, Serialize};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const PATIENCE: Duration = Duration::from_secs(60);
const STATUSES: &[&str] = &["STARTED", "FAILED"];
const REASONS: &[&str] = &[
    "MALFORMED",
    "INVALID",
    "UNKNOWN_INSTANCE",
    "TOKEN_REUSED",
    "REJECTED",
    "EXPIRED",
    "RETRIES_EXHAUSTED",
    "CANCELLED",
    "UNCERTAIN",
];

/// The fields that this program sets. The schema's defaults fill in the others.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChatRequest {
    instance_id: String,
    contact_flow_id: String,
    participant_details: ParticipantDetails,
    attributes: Option<HashMap<String, String>>,
    client_token: Option<String>,
    /// Milliseconds since 1970, UTC.
    requested_at: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ParticipantDetails {
    display_name: String,
}

/// The fields that this program reads. Enums are strings, so that symbols of later releases arrive as they are.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChatResult {
    status: String,
    contact: Option<Contact>,
    failure: Option<Failure>,
}

/// Its participant token is a secret: hand it to the customer's side, never log it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Contact {
    contact_id: String,
    connect_by: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    reason: String,
    error_code: Option<String>,
    message: String,
}

/// What a later release adds is to be treated as UNKNOWN.
fn known<'a>(value: &'a str, values: &[&str]) -> &'a str {
    if values.contains(&value) {
        value
    } else {
        "UNKNOWN"
    }
}

fn setting(name: &str, otherwise: &str) -> String {
    env::var(name).unwrap_or_else(|_| otherwise.to_string())
}

/// Reads only what comes from now on, and only what is committed.
fn follow(brokers: &str, topic: &str) -> Outcome<BaseConsumer> {
    let results: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("group.id", "unused")
        .set("enable.auto.commit", "false")
        .set("isolation.level", "read_committed")
        .create()?;
    let timeout = Duration::from_secs(10);
    let metadata = results.fetch_metadata(Some(topic), timeout)?;
    let mut places = TopicPartitionList::new();
    for partition in metadata.topics()[0].partitions() {
        let (_, end) = results.fetch_watermarks(topic, partition.id(), timeout)?;
        places.add_partition_offset(topic, partition.id(), Offset::Offset(end))?;
    }
    results.assign(&places)?;
    Ok(results)
}

async fn send(registry: &SrSettings, brokers: &str, topic: &str, token: &str) -> Outcome<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let request = ChatRequest {
        instance_id: env::var("INSTANCE_ID")?,
        contact_flow_id: env::var("CONTACT_FLOW_ID")?,
        participant_details: ParticipantDetails {
            display_name: "Ada".to_string(),
        },
        attributes: Some(HashMap::from([(
            "source".to_string(),
            "example".to_string(),
        )])),
        client_token: Some(token.to_string()),
        requested_at: Some(i64::try_from(now)?),
    };
    // The version for which this program was written. Not "latest": others may register there. The converter's own encoder
    // takes the latest, or registers a schema that it is given.
    let version = setting("REQUEST_SCHEMA_VERSION", "1").parse()?;
    let registered =
        get_schema_by_subject_and_version(registry, &format!("{topic}-value"), Some(version))
            .await?;
    let schema = Schema::parse_str(&registered.schema)?;
    // Resolving fills in the schema's defaults.
    let datum = GenericDatumWriter::builder(&schema)
        .build()?
        .write_value_to_vec(to_value(request)?.resolve(&schema)?)?;
    let value = get_payload(registered.id, datum);

    let producer: FutureProducer = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("enable.idempotence", "true")
        .create()?;
    // The key keeps requests with one token in order.
    let record = FutureRecord::to(topic).key(token).payload(&value);
    producer
        .send(record, PATIENCE)
        .await
        .map_err(|(error, _)| error)?;
    Ok(())
}

async fn await_result(
    registry: SrSettings,
    results: &BaseConsumer,
    token: &str,
) -> Outcome<ChatResult> {
    let decoder = AvroDecoder::new(registry);
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        let Some(message) = results.poll(Duration::from_secs(1)) else {
            continue;
        };
        let message = message?;
        // The key is the token: results of others need not be decoded.
        if message.key() == Some(token.as_bytes()) {
            let decoded = decoder.decode(message.payload()).await?;
            return Ok(from_value(&decoded.value)?);
        }
    }
    Err("no result in time; send again with the same token".into())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<ExitCode> {
    let brokers = setting("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
    let registry = SrSettings::new(setting("SCHEMA_REGISTRY_URL", "http://localhost:8081"));
    // Keep it with your own record of the chat, and send again with the same one.
    let token = setting("CLIENT_TOKEN", &uuid::Uuid::new_v4().to_string());
    let results = follow(&brokers, &setting("RESULTS_TOPIC", "chat-results"))?;
    send(
        &registry,
        &brokers,
        &setting("REQUESTS_TOPIC", "chat-requests"),
        &token,
    )
    .await?;
    let result = await_result(registry, &results, &token).await?;

    match (
        known(&result.status, STATUSES),
        result.contact,
        result.failure,
    ) {
        ("STARTED", Some(contact), _) => {
            println!(
                "STARTED contactId={} connectBy={}",
                contact.contact_id, contact.connect_by
            );
            Ok(ExitCode::SUCCESS)
        }
        ("FAILED", _, Some(failure)) => {
            println!(
                "FAILED reason={} errorCode={} message={}",
                known(&failure.reason, REASONS),
                failure.error_code.as_deref().unwrap_or("none"),
                failure.message
            );
            Ok(ExitCode::from(3))
        }
        _ => {
            println!(
                "UNKNOWN status of a later release: see the chat's state in the service, upgrade this program"
            );
            Ok(ExitCode::from(4))
        }
    }
}
