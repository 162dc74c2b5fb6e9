package chatcontacts.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.DOUBLE;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import chatcontacts.domain.request.MessageLimits;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Every setting, one row each: key, type, default, rule and meaning. The documentation's table is made of these rows. The
 * rows of a lane and of an instance apply once for each name, behind {@code lanes.NAME.} and {@code instances.NAME.}. One
 * long file, as it is one table.
 */
final class SettingsDef {

    static final String LANES = "lanes";
    static final String INSTANCES = "instances";
    static final String DEFAULT_LANE = "default";

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long DAY = 24 * 60 * MINUTE;
    private static final long MIB = 1024 * 1024;

    /** Well above what any model of the API has, and little enough for every record. */
    private static final int LONGEST_MESSAGE = 262_144;

    /** A group of keys that are handed on to a library as they are. */
    record Group(String prefix, String before, String documentation) {}

    static final String KAFKA = "kafka.";
    static final String INTAKE = "intake.";
    static final String DISPATCH = "dispatch.";
    static final String SERDE = "serde.";
    static final String PROVIDERS = "config.providers";

    /** The groups, each with the fixed row before which the table lists it. */
    static final List<Group> GROUPS = List.of(
            new Group(
                    KAFKA,
                    "schema.registry.url",
                    "Handed to Kafka Streams and its clients without the prefix; what the service itself decides is refused."),
            new Group(
                    INTAKE,
                    "schema.registry.url",
                    "The same for the intake side only, over `kafka.*`, such as `intake.num.stream.threads`."),
            new Group(
                    DISPATCH,
                    "schema.registry.url",
                    "The same for the dispatch side only, over `kafka.*`, such as `dispatch.num.stream.threads`."),
            new Group(
                    SERDE,
                    PROVIDERS,
                    "Handed to Confluent's serializers and registry client without the prefix, such as"
                            + " `serde.basic.auth.user.info` and `serde.auto.register.schemas`."),
            new Group(
                    PROVIDERS + ".",
                    "topics.requests",
                    "`config.providers.NAME.class` and `config.providers.NAME.param.*` of each of them."));

    static final ConfigDef FIXED = new ConfigDef()
            .define(
                    "application.id",
                    STRING,
                    "chat-contact-processor",
                    Rule.matching("1 to 150 of letters, digits, dots, underscores and dashes", "[A-Za-z0-9._-]{1,150}"),
                    HIGH,
                    "Names the service to Kafka. The two sides are `<application.id>-intake` and"
                            + " `<application.id>-dispatch`; changing it abandons all state.")
            .define(
                    "kafka.bootstrap.servers",
                    LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Rule.addresses(),
                    HIGH,
                    "Brokers to begin with, `host:port`, separated by commas.")
            .define(
                    "kafka.client.id",
                    STRING,
                    "",
                    Rule.orEmpty(Rule.matching(
                            "1 to 200 of letters, digits, dots, underscores and dashes", "[A-Za-z0-9._-]{1,200}")),
                    LOW,
                    "Names this process in metrics and in the broker's log, with the side behind it. Empty: the"
                            + " `application.id`, a dash and the host's name. Keep it steady over restarts, as a"
                            + " StatefulSet's pod name is.")
            .define(
                    "schema.registry.url",
                    LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Rule.urls("http", "https", "mock"),
                    HIGH,
                    "The schema registry; several separated by commas. Credentials belong in"
                            + " `serde.basic.auth.user.info`.")
            .define(
                    PROVIDERS,
                    LIST,
                    "",
                    Rule.providers(),
                    LOW,
                    "Names of Kafka config providers, which resolve references such as `${env:NAME}` or"
                            + " `${dir:/run/secrets:password}` in any value.")
            .define("topics.requests", STRING, "chat-requests", Rule.topic(), MEDIUM, "Chat requests come in here.")
            .define(
                    "topics.dispatch",
                    STRING,
                    "chat-dispatch",
                    Rule.topic(),
                    MEDIUM,
                    "The hop from intake to dispatch, keyed by lane. The service's own.")
            .define(
                    "topics.results",
                    STRING,
                    "chat-results",
                    Rule.topic(),
                    MEDIUM,
                    "Outcomes go out here. They hold participant tokens: keep its retention short and its ACLs"
                            + " narrow.")
            .define(
                    "topics.dead.letter",
                    STRING,
                    "chat-requests-dead-letter",
                    Rule.topic(),
                    MEDIUM,
                    "Requests that could not be carried out, as they came, with headers that say why.")
            .define(
                    "topics.contact.events",
                    STRING,
                    "contact-events",
                    Rule.orEmpty(Rule.topic()),
                    MEDIUM,
                    "Amazon Connect's contact events as EventBridge sends them. Empty: there are none, and every"
                            + " instance is blind.")
            .define(
                    "topics.cancellations",
                    STRING,
                    "chat-cancellations",
                    Rule.orEmpty(Rule.topic()),
                    MEDIUM,
                    "Requests to take a request back. Empty: there are none.")
            .define(
                    LANES,
                    LIST,
                    DEFAULT_LANE,
                    Rule.atLeastOneName(),
                    HIGH,
                    "Names of the lanes: one for each AWS account and Region.")
            .define(INSTANCES, LIST, "", Rule.names(), HIGH, "Names of the configured Amazon Connect instances.")
            .define(
                    "instances.unlisted",
                    STRING,
                    "accept",
                    Rule.oneOf("accept", "reject"),
                    MEDIUM,
                    "What becomes of requests for other instances: accepted into the lane `default` with an"
                            + " instance's defaults, or rejected as UNKNOWN_INSTANCE.")
            .define(
                    "limits.message.plain",
                    INT,
                    MessageLimits.DOCUMENTED.plain(),
                    Rule.whole(1, LONGEST_MESSAGE),
                    LOW,
                    "The longest initial message of type text/plain, in characters. These four defaults are the lengths"
                            + " that Connect documents; raise them if your account takes more.")
            .define(
                    "limits.message.markdown",
                    INT,
                    MessageLimits.DOCUMENTED.markdown(),
                    Rule.whole(1, LONGEST_MESSAGE),
                    LOW,
                    "The longest initial message of type text/markdown, in characters.")
            .define(
                    "limits.message.json",
                    INT,
                    MessageLimits.DOCUMENTED.json(),
                    Rule.whole(1, LONGEST_MESSAGE),
                    LOW,
                    "The longest initial message of type application/json, in characters.")
            .define(
                    "limits.message.interactive.response",
                    INT,
                    MessageLimits.DOCUMENTED.interactiveResponse(),
                    Rule.whole(1, LONGEST_MESSAGE),
                    LOW,
                    "The longest initial message of type application/vnd.amazonaws.connect.message.interactive.response,"
                            + " in characters.")
            .define(
                    "dedup.retention.ms",
                    LONG,
                    DAY,
                    Rule.whole(1, 7 * DAY),
                    MEDIUM,
                    "How long a settled request answers its repeats. Connect's own memory of a client token ends"
                            + " after 7 days.")
            .define(
                    "retry.max.attempts",
                    INT,
                    8,
                    Rule.whole(1, 1000),
                    MEDIUM,
                    "Calls for one request that may meet a transient fault before it fails.")
            .define(
                    "retry.backoff.ms",
                    LONG,
                    200L,
                    Rule.whole(1, 10 * MINUTE),
                    LOW,
                    "The first pause after a transient fault; it doubles, with full jitter.")
            .define(
                    "retry.backoff.max.ms",
                    LONG,
                    30 * SECOND,
                    Rule.whole(1, 60 * MINUTE),
                    LOW,
                    "The longest pause between two attempts of one request.")
            .define(
                    "hold.backoff.ms",
                    LONG,
                    250L,
                    Rule.whole(1, 10 * MINUTE),
                    LOW,
                    "The first pause before a full or unreachable instance is probed; it doubles, with full"
                            + " jitter.")
            .define(
                    "hold.backoff.max.ms",
                    LONG,
                    MINUTE,
                    Rule.whole(1, 60 * MINUTE),
                    LOW,
                    "The longest pause between two probes of a held instance or lane.")
            .define(
                    "lease.doubtful.ms",
                    LONG,
                    120 * MINUTE,
                    Rule.whole(1, 7 * DAY),
                    LOW,
                    "The age from which a chat that still counts against its instance's quota may be tested by a"
                            + " probe, in case its end was never told.")
            .define(
                    "request.max.wait.ms",
                    LONG,
                    60 * MINUTE,
                    Rule.whole(1, 6 * DAY),
                    MEDIUM,
                    "The deadline, counted from its arrival, of a request that brings no `startBy`.")
            .define(
                    "state.memory.bytes",
                    LONG,
                    128 * MIB,
                    Rule.whole(8 * MIB, 1024 * 1024 * MIB),
                    MEDIUM,
                    "Memory outside of the heap for the state of all lanes of this process: RocksDB's block cache, and up"
                            + " to half of it write buffers. Without effect where `kafka.rocksdb.config.setter` is set.")
            .define(
                    "state.uncommitted.max.bytes",
                    LONG,
                    16 * MIB,
                    Rule.whole(MIB, 1024 * MIB),
                    LOW,
                    "Rows that this process has written and not committed yet, which it keeps in memory, on the heap and"
                            + " beside it: with more it commits at once. One step may pass it by what it writes.")
            .define(
                    "http.port",
                    INT,
                    8080,
                    Rule.whole(0, 65535),
                    MEDIUM,
                    "Port of health, metrics and questions, on all interfaces; 0 takes a free one.")
            .define(
                    "http.management.port",
                    STRING,
                    "",
                    Rule.orEmpty(Rule.port()),
                    LOW,
                    "A port of its own for health and metrics, so that `http.port` can be closed to all but those who"
                            + " may ask; 0 takes a free one. Empty: they are on `http.port`.")
            .define(
                    "shutdown.grace.ms",
                    LONG,
                    30 * SECOND,
                    Rule.whole(0, 10 * MINUTE),
                    MEDIUM,
                    "How long a shutdown may take before what is left is cut off. Keep it below the pod's"
                            + " termination grace period.")
            .define(
                    "shutdown.leave.group",
                    BOOLEAN,
                    false,
                    Rule.flag(),
                    LOW,
                    "Whether a process that ends gives its lanes and partitions up at once. True for scaling down;"
                            + " false keeps its place for a restart until `session.timeout.ms` is over.")
            .define(
                    "watchdog.stalled.ms",
                    LONG,
                    2 * MINUTE,
                    Rule.whole(SECOND, 60 * MINUTE),
                    LOW,
                    "After so long without any progress, where work waits and nothing is known that it waits for, the"
                            + " process is reported as not live.")
            .define(
                    "log.format",
                    STRING,
                    "text",
                    Rule.oneOf("text", "json"),
                    LOW,
                    "How `run` writes its log: lines of text for people, or a JSON object a line.");

    static final ConfigDef LANE = new ConfigDef()
            .define(
                    "region",
                    STRING,
                    "",
                    Rule.orEmpty(Rule.matching("an AWS Region such as eu-central-1", "[a-z]{2,}(-[a-z0-9]+)+")),
                    HIGH,
                    "The lane's AWS Region. Empty: the one that the AWS SDK's default chain finds.")
            .define(
                    "endpoint",
                    STRING,
                    "",
                    Rule.orEmpty(Rule.url("http", "https")),
                    LOW,
                    "Another address for Amazon Connect's API, such as a VPC endpoint. Empty: the Region's own.")
            .define(
                    "role.arn",
                    STRING,
                    "",
                    Rule.orEmpty(Rule.matching(
                            "the ARN of an IAM role", "arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+")),
                    MEDIUM,
                    "A role to assume for this lane's calls. Empty: the process's own credentials, or the profile's.")
            .define(
                    "profile",
                    STRING,
                    "",
                    Rule.orEmpty(Rule.matching("the name of a profile", "[^\\s\\[\\]]{1,200}")),
                    LOW,
                    "A profile of the AWS configuration files, for the lane's credentials and, without `region`, its"
                            + " Region. Empty: the AWS SDK's default chain.")
            .define(
                    "no.sign.request",
                    BOOLEAN,
                    false,
                    Rule.flag(),
                    LOW,
                    "Sends calls unsigned and needs no credentials: for a simulated Connect at `endpoint`, as Amazon"
                            + " Connect itself takes signed calls only.")
            .define(
                    "ca.bundle",
                    STRING,
                    "",
                    Rule.orEmpty(Rule.file()),
                    LOW,
                    "A file of CA certificates (PEM) that are trusted for this lane, in place of Java's own.")
            .define(
                    "rate.per.second",
                    DOUBLE,
                    5.0,
                    Rule.positive(10_000),
                    HIGH,
                    "StartChatContact calls a second that the account and Region allow; Connect's default is 5.")
            .define(
                    "rate.burst",
                    INT,
                    8,
                    Rule.whole(1, 100_000),
                    HIGH,
                    "Calls at once that the account and Region allow; Connect's default is 8.")
            .define(
                    "in.flight.max",
                    INT,
                    100,
                    Rule.whole(1, 10_000),
                    LOW,
                    "Calls of this lane that may be unanswered at once.")
            .define(
                    "call.timeout.ms",
                    LONG,
                    10 * SECOND,
                    Rule.whole(100, 5 * MINUTE),
                    LOW,
                    "How long one call may take, from its connection to the last byte of its answer, so it is the read"
                            + " time-out too; without an answer by then its request is in doubt.")
            .define(
                    "connect.timeout.ms",
                    LONG,
                    2 * SECOND,
                    Rule.whole(10, MINUTE),
                    LOW,
                    "How long a connection, and then its TLS handshake, may take; at most a quarter of"
                            + " `call.timeout.ms`, so that a call that finds no connection is known not to be sent.");

    static final ConfigDef INSTANCE = new ConfigDef()
            .define(
                    "id",
                    STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new Rule(
                            "an instance id or an instance ARN (arn:aws:connect:REGION:ACCOUNT:instance/ID)",
                            value -> value instanceof String s
                                    && InstanceArn.parse(s).isPresent()),
                    HIGH,
                    "The instance's id or ARN.")
            .define(
                    "lane",
                    STRING,
                    DEFAULT_LANE,
                    Rule.matching("a name listed in lanes", "[a-z0-9]+"),
                    HIGH,
                    "The lane of the instance's account and Region. Move an instance only when it is drained and"
                            + " every process is stopped.")
            .define(
                    "concurrent.chats",
                    INT,
                    500,
                    Rule.whole(1, 1_000_000),
                    HIGH,
                    "How many chats may be active at once in the instance: its quota in Amazon Connect.")
            .define(
                    "contact.events",
                    STRING,
                    "auto",
                    Rule.oneOf("auto", "on", "off"),
                    MEDIUM,
                    "Whether this instance's contact events arrive, so that active chats can be counted: on, off,"
                            + " or auto to find out by watching.");

    private SettingsDef() {}

    /** The whole key of a lane's setting. */
    static String lane(String name, String row) {
        return LANES + "." + name + "." + row;
    }

    /** The whole key of an instance's setting. */
    static String instance(String name, String row) {
        return INSTANCES + "." + name + "." + row;
    }
}
