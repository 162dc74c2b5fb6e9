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
    /** What AWS says, where it says anything; the default of the settings that know it. */
    static final String AUTO = "auto";

    static final String LATEST_FORMAT = "latest";

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long MIB = 1024 * 1024;

    /** Well above what any model of the API has, and little enough for every record. */
    private static final int MAX_MESSAGE_LENGTH = 262_144;

    /** A group of keys that are passed through to a library as is. */
    record KeyGroup(String prefix, String before, String documentation) {}

    static final String KAFKA = "kafka.";
    static final String INTAKE = "intake.";
    static final String DISPATCH = "dispatch.";
    static final String SERDE = "serde.";
    static final String PROVIDERS = "config.providers";

    /** The groups, each with the fixed row before which the table lists it. */
    static final List<KeyGroup> GROUPS = List.of(
            new KeyGroup(
                    KAFKA,
                    "schema.registry.url",
                    "Passed to Kafka Streams and its clients without the prefix. Settings that the service"
                            + " controls itself are rejected."),
            new KeyGroup(
                    INTAKE,
                    "schema.registry.url",
                    "Like `kafka.*`, but only for the intake application, where it takes precedence, such as"
                            + " `intake.num.stream.threads`."),
            new KeyGroup(
                    DISPATCH,
                    "schema.registry.url",
                    "Like `kafka.*`, but only for the dispatch application, where it takes precedence, such as"
                            + " `dispatch.num.stream.threads`."),
            new KeyGroup(
                    SERDE,
                    PROVIDERS,
                    "Passed to Confluent's serializers and registry client without the prefix, such as"
                            + " `serde.basic.auth.user.info` and `serde.auto.register.schemas`."),
            new KeyGroup(
                    PROVIDERS + ".",
                    "topics.requests",
                    "`config.providers.NAME.class` and `config.providers.NAME.param.*` of each config provider."));

    static final ConfigDef FIXED = new ConfigDef()
            .define(
                    "application.id",
                    STRING,
                    "chat-contact-processor",
                    SettingRule.matching(
                            "1 to 150 of letters, digits, dots, underscores and dashes", "[A-Za-z0-9._-]{1,150}"),
                    HIGH,
                    "Names the service to Kafka. The two Kafka Streams applications are `<application.id>-intake`"
                            + " and `<application.id>-dispatch`. Changing it abandons all state.")
            .define(
                    "kafka.bootstrap.servers",
                    LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    SettingRule.addresses(),
                    HIGH,
                    "Initial brokers, `host:port`, separated by commas.")
            .define(
                    "kafka.client.id",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.matching(
                            "1 to 200 of letters, digits, dots, underscores and dashes", "[A-Za-z0-9._-]{1,200}")),
                    LOW,
                    "Names this process in metrics and in broker logs; the name of the Kafka Streams application"
                            + " is appended. Empty: the `application.id`, a dash and the host name. Keep it stable"
                            + " across"
                            + " restarts, like the pod name of a StatefulSet.")
            .define(
                    "schema.registry.url",
                    LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    SettingRule.urls("http", "https", "mock"),
                    HIGH,
                    "URL of the schema registry; several separated by commas. Put credentials into"
                            + " `serde.basic.auth.user.info`.")
            .define(
                    PROVIDERS,
                    LIST,
                    "",
                    SettingRule.providers(),
                    LOW,
                    "Names of Kafka config providers, which resolve references such as `${env:NAME}` or"
                            + " `${dir:/run/secrets:password}` in any value.")
            .define(
                    "topics.requests",
                    STRING,
                    "chat-requests",
                    SettingRule.topic(),
                    MEDIUM,
                    "Topic of the chat requests.")
            .define(
                    "topics.dispatch",
                    STRING,
                    "chat-dispatch",
                    SettingRule.topic(),
                    MEDIUM,
                    "The dispatch topic, from the intake to the dispatch application, keyed by lane. Internal to"
                            + " the service.")
            .define(
                    "topics.results",
                    STRING,
                    "chat-results",
                    SettingRule.topic(),
                    MEDIUM,
                    "Topic of the results. They contain participant tokens: keep its retention short and its ACLs"
                            + " narrow.")
            .define(
                    "topics.dead.letter",
                    STRING,
                    "chat-requests-dead-letter",
                    SettingRule.topic(),
                    MEDIUM,
                    "Topic of the dead letters (DLQ): the original records of failed requests, with headers that"
                            + " say why they failed.")
            .define(
                    "topics.contact.events",
                    STRING,
                    "contact-events",
                    SettingRule.orEmpty(SettingRule.topic()),
                    MEDIUM,
                    "Topic of Amazon Connect contact events, as EventBridge sends them. Empty: there are none,"
                            + " and every instance is blind.")
            .define(
                    "topics.cancellations",
                    STRING,
                    "chat-cancellations",
                    SettingRule.orEmpty(SettingRule.topic()),
                    MEDIUM,
                    "Topic of the cancellations. Empty: there are none.")
            .define(
                    "topics.control",
                    STRING,
                    "chat-control",
                    SettingRule.orEmpty(SettingRule.topic()),
                    MEDIUM,
                    "Topic of the commands of operators, such as pause and limit. Who may write to it may give them."
                            + " Empty: there are none; what was commanded before stays in force.")
            .define(
                    "topics.dispatch.control",
                    STRING,
                    "chat-dispatch-control",
                    SettingRule.topic(),
                    MEDIUM,
                    "Topic of commands from the intake to the dispatch application, so that they overtake requests. Internal"
                            + " to the service. It must have as many partitions as `topics.dispatch`. Not used if"
                            + " `topics.control` is empty.")
            .define(
                    "topics.control.log",
                    STRING,
                    "chat-control-log",
                    SettingRule.topic(),
                    MEDIUM,
                    "Topic of the log that says what became of each command. Not used if `topics.control` is empty.")
            .define(
                    "topics.requests.retention.ms",
                    LONG,
                    7 * DAY,
                    SettingRule.whole(HOUR, 365 * DAY),
                    LOW,
                    "How long `topics create` lets the topics of requests, dispatch and cancellations keep their records, which hold"
                            + " customer data. At least the longest time that the service may be down, plus"
                            + " `request.max.wait.ms`.")
            .define(
                    "topics.results.retention.ms",
                    LONG,
                    DAY,
                    SettingRule.whole(HOUR, 365 * DAY),
                    LOW,
                    "How long `topics create` lets the topic of the results keep its records: as long as a consumer may need to"
                            + " recover.")
            .define(
                    "topics.dead.letter.retention.ms",
                    LONG,
                    30 * DAY,
                    SettingRule.whole(HOUR, 365 * DAY),
                    LOW,
                    "How long `topics create` lets the dead-letter topic keep its records, which hold customer data, for people to"
                            + " look at and `redrive` to send again.")
            .define(
                    "topics.contact.events.retention.ms",
                    LONG,
                    2 * DAY,
                    SettingRule.whole(HOUR, 365 * DAY),
                    LOW,
                    "How long `topics create` lets the topic of the contact events keep its records.")
            .define(
                    LANES,
                    LIST,
                    DEFAULT_LANE,
                    SettingRule.atLeastOneName(),
                    HIGH,
                    "Names of the lanes, one per AWS account and Region.")
            .define(INSTANCES, LIST, "", SettingRule.names(), HIGH, "Names of the configured Amazon Connect instances.")
            .define(
                    "instances.unlisted",
                    STRING,
                    "accept",
                    SettingRule.oneOf("accept", "reject"),
                    MEDIUM,
                    "What happens to requests for other instances: accepted into the lane `default` with the"
                            + " default settings of an instance, or rejected as UNKNOWN_INSTANCE.")
            .define(
                    "lanes.removed",
                    STRING,
                    "wait",
                    SettingRule.oneOf("wait", "settle"),
                    MEDIUM,
                    "What becomes of requests that wait for a lane that is not in `lanes` any more, or for an instance that is not"
                            + " in `instances` while unlisted ones are rejected: they wait, shown and without calls, until it is"
                            + " back or their deadlines pass; or they fail as UNKNOWN_INSTANCE, and as UNCERTAIN if their chats"
                            + " may exist.")
            .define(
                    "requests.other.types",
                    STRING,
                    "fail",
                    SettingRule.oneOf("fail", "skip"),
                    LOW,
                    "What happens to records of other types on a request topic that is shared with them: they become"
                            + " MALFORMED dead letters, or are skipped and counted.")
            .define(
                    "limits.message.plain",
                    INT,
                    MessageLimits.DOCUMENTED.plain(),
                    SettingRule.whole(1, MAX_MESSAGE_LENGTH),
                    LOW,
                    "Maximum length of an initial message of type text/plain, in UTF-8 bytes. Connect accepts 16384 bytes"
                            + " of every type. Lower these four settings if a flow or a channel accepts less.")
            .define(
                    "limits.message.markdown",
                    INT,
                    MessageLimits.DOCUMENTED.markdown(),
                    SettingRule.whole(1, MAX_MESSAGE_LENGTH),
                    LOW,
                    "Maximum length of an initial message of type text/markdown, in UTF-8 bytes.")
            .define(
                    "limits.message.json",
                    INT,
                    MessageLimits.DOCUMENTED.json(),
                    SettingRule.whole(1, MAX_MESSAGE_LENGTH),
                    LOW,
                    "Maximum length of an initial message of type application/json, in UTF-8 bytes.")
            .define(
                    "limits.message.interactive.response",
                    INT,
                    MessageLimits.DOCUMENTED.interactiveResponse(),
                    SettingRule.whole(1, MAX_MESSAGE_LENGTH),
                    LOW,
                    "Maximum length of an initial message of type application/vnd.amazonaws.connect.message.interactive.response,"
                            + " in UTF-8 bytes.")
            .define(
                    "dedup.retention.ms",
                    LONG,
                    DAY,
                    SettingRule.whole(1, 7 * DAY),
                    MEDIUM,
                    "How long the outcome of a request is kept to answer duplicates. Connect itself remembers a"
                            + " client token for 7 days.")
            .define(
                    "dedup.token.retention.ms",
                    LONG,
                    15 * MINUTE,
                    SettingRule.whole(0, 7 * DAY),
                    MEDIUM,
                    "How long the outcome is kept together with what opens the chat: participant token, connection token and"
                            + " websocket URL, encrypted or not. Later a duplicate is answered without"
                            + " (`credentialsRemoved`). No effect if above `dedup.retention.ms`. 0: they are never"
                            + " kept, and every duplicate is answered without.")
            .define(
                    "results.encryption.key",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.file()),
                    HIGH,
                    "File of the public key, RSA or EC, that encrypts what opens a chat before it is written anywhere: PEM,"
                            + " or a JWKS, of which the first key encrypts. It is read again when it has changed. Empty:"
                            + " participant tokens lie readable in results, state and changelog.")
            .define(
                    "retry.max.attempts",
                    INT,
                    8,
                    SettingRule.whole(1, 1000),
                    MEDIUM,
                    "Number of calls of one request that may meet a transient fault before the request fails.")
            .define(
                    "retry.backoff.ms",
                    LONG,
                    200L,
                    SettingRule.whole(1, 10 * MINUTE),
                    LOW,
                    "Initial backoff after a transient fault. It doubles each time, with full jitter.")
            .define(
                    "retry.backoff.max.ms",
                    LONG,
                    30 * SECOND,
                    SettingRule.whole(1, 60 * MINUTE),
                    LOW,
                    "Maximum backoff between two attempts of a request.")
            .define(
                    "hold.backoff.ms",
                    LONG,
                    250L,
                    SettingRule.whole(1, 10 * MINUTE),
                    LOW,
                    "Initial delay before a full or unreachable instance is probed. It doubles each time, with"
                            + " full jitter.")
            .define(
                    "hold.backoff.max.ms",
                    LONG,
                    MINUTE,
                    SettingRule.whole(1, 60 * MINUTE),
                    LOW,
                    "Maximum delay between two probes of an instance or lane on hold.")
            .define(
                    "hold.probe.share",
                    DOUBLE,
                    0.1,
                    SettingRule.positive(1),
                    LOW,
                    "Part of a lane's rate that probes of instances on hold may take while calls wait that nothing"
                            + " holds back. Without such calls, probes take what the rate has to spare.")
            .define(
                    "hold.wasted.per.start",
                    DOUBLE,
                    0.4,
                    SettingRule.positive(10),
                    LOW,
                    "What a free slot may cost where chat ends are not seen: for each chat that is started, so many calls"
                            + " may find the instance full, as far as the lane's rate has that to spare; with a quota above"
                            + " 100 fewer, and a fifth where ends are seen and anticipated. With more, slots are idle for a"
                            + " shorter time.")
            .define(
                    "request.max.wait.ms",
                    LONG,
                    60 * MINUTE,
                    SettingRule.whole(1, 6 * DAY),
                    MEDIUM,
                    "Deadline of a request without `startBy`, counted from its arrival.")
            .define(
                    "formats.write",
                    STRING,
                    LATEST_FORMAT,
                    SettingRule.format(),
                    LOW,
                    "Version of the internal messages and state rows that this process writes: a number, or `latest`."
                            + " For a rolling upgrade to a release with a newer version, set the old number first, and"
                            + " `latest` once every process runs the new release; until then a rollback is safe.")
            .define(
                    "state.memory.bytes",
                    LONG,
                    128 * MIB,
                    SettingRule.whole(8 * MIB, 1024 * 1024 * MIB),
                    MEDIUM,
                    "Off-heap memory for the state of all lanes of this process: RocksDB's block cache, of which"
                            + " up to half is for write buffers. No effect if `kafka.rocksdb.config.setter` is set.")
            .define(
                    "state.uncommitted.max.bytes",
                    LONG,
                    16 * MIB,
                    SettingRule.whole(MIB, 1024 * MIB),
                    LOW,
                    "Memory for rows that this process has written but not committed, on the heap and off it. With more, it"
                            + " commits at once. A single step may exceed it by what it writes.")
            .define(
                    "http.port",
                    INT,
                    8080,
                    SettingRule.whole(0, 65535),
                    MEDIUM,
                    "Port of health checks, metrics, HTTP API and status page, on all interfaces. 0 picks a free"
                            + " port.")
            .define(
                    "http.management.port",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.port()),
                    LOW,
                    "Separate port for health checks and metrics, so that access to `http.port` can be"
                            + " restricted. 0 picks a free port. Empty: they are on `http.port`.")
            .define(
                    "http.read.token",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.matching(
                            "16 to 200 visible ASCII characters without a space", "[!-~]{16,200}")),
                    MEDIUM,
                    "What a client must send to read the status page and the HTTP API: `Authorization: Bearer TOKEN`, or"
                            + " Basic with any user name and the token as password. Health checks and metrics need none."
                            + " The same for all processes. Empty: whoever reaches `http.port` can read.")
            .define(
                    "http.control.token",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.matching(
                            "16 to 200 visible ASCII characters without a space", "[!-~]{16,200}")),
                    MEDIUM,
                    "What an operator must send to command over HTTP: `Authorization: Bearer TOKEN`. Another one than"
                            + " `http.read.token`. The service then needs permission to write `topics.control` and to"
                            + " read `topics.control.log`. Without TLS, `http.port` then listens on the loopback"
                            + " interface only. Empty: no commands over HTTP.")
            .define(
                    "http.control.behind.tls",
                    BOOLEAN,
                    false,
                    SettingRule.flag(),
                    LOW,
                    "true: something in front of `http.port` ends TLS, and nobody else reaches the port. With"
                            + " `http.control.token` and without `http.tls.certificate` it then listens on all"
                            + " interfaces.")
            .define(
                    "http.tls.certificate",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.file()),
                    MEDIUM,
                    "File of the certificate of `http.port` and the rest of its chain (PEM): the port then speaks HTTPS"
                            + " only. It is read again when it has changed. Empty: plain HTTP.")
            .define(
                    "http.tls.key",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.file()),
                    MEDIUM,
                    "File of the private key of `http.tls.certificate` (PEM, PKCS#8, without a password).")
            .define(
                    "http.tls.ca",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.file()),
                    LOW,
                    "File of the CA certificates (PEM) that processes trust when they forward queries to each other."
                            + " Empty: those of Java. No effect without `http.tls.certificate`.")
            .define(
                    "shutdown.grace.ms",
                    LONG,
                    30 * SECOND,
                    SettingRule.whole(0, 10 * MINUTE),
                    MEDIUM,
                    "Maximum duration of a graceful shutdown; what is left then is aborted. Keep it below the"
                            + " pod's termination grace period.")
            .define(
                    "shutdown.leave.group",
                    BOOLEAN,
                    false,
                    SettingRule.flag(),
                    LOW,
                    "Whether a process gives up its lanes and partitions as soon as it stops. Set true to scale"
                            + " down. With false it keeps its place for a restart until `session.timeout.ms` has"
                            + " passed.")
            .define(
                    "watchdog.stalled.ms",
                    LONG,
                    2 * MINUTE,
                    SettingRule.whole(SECOND, 60 * MINUTE),
                    LOW,
                    "The process is reported as not live after this time without progress, if work waits and no"
                            + " reason for the wait is known.")
            .define(
                    "metrics.instances.max",
                    INT,
                    200,
                    SettingRule.whole(1, 10_000),
                    LOW,
                    "How many instances have metrics of their own: the configured ones first, in the order of"
                            + " `instances`, then others from their first request on. All further ones are summed"
                            + " as `other`.")
            .define(
                    "log.format",
                    STRING,
                    "text",
                    SettingRule.oneOf("text", "json"),
                    LOW,
                    "Log format of `run`: text lines, or one JSON object per line.");

    static final ConfigDef LANE = new ConfigDef()
            .define(
                    "region",
                    STRING,
                    "",
                    SettingRule.orEmpty(
                            SettingRule.matching("an AWS Region such as eu-central-1", "[a-z]{2,}(-[a-z0-9]+)+")),
                    HIGH,
                    "AWS Region of the lane. Empty: the Region from the AWS SDK's default chain.")
            .define(
                    "account",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.matching("an AWS account id of 12 digits", LaneSettings.ACCOUNT)),
                    LOW,
                    "AWS account of the lane, by which an ARN finds it. Empty: the account of `role.arn`, or of the"
                            + " ARNs of the lane's instances, or else AWS STS is asked in the background; until it"
                            + " answers, the lane serves ARNs of any account in its Region.")
            .define(
                    "endpoint",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.url("http", "https")),
                    LOW,
                    "Another endpoint of the Amazon Connect API, such as a VPC endpoint. Empty: the default"
                            + " endpoint of the Region.")
            .define(
                    "role.arn",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.matching(
                            "the ARN of an IAM role", "arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+")),
                    MEDIUM,
                    "IAM role to assume for the lane's calls. Empty: the credentials of the process or of the"
                            + " profile.")
            .define(
                    "profile",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.matching("the name of a profile", "[^\\s\\[\\]]{1,200}")),
                    LOW,
                    "Profile in the AWS configuration files, for the lane's credentials and, without `region`,"
                            + " its Region. Empty: the AWS SDK's default chain.")
            .define(
                    "no.sign.request",
                    BOOLEAN,
                    false,
                    SettingRule.flag(),
                    LOW,
                    "Sends unsigned calls without credentials. For a simulated Connect at `endpoint`; Amazon"
                            + " Connect itself accepts signed calls only.")
            .define(
                    "ca.bundle",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.file()),
                    LOW,
                    "File of CA certificates (PEM) to trust for this lane instead of those of Java.")
            .define(
                    "rate.per.second",
                    STRING,
                    AUTO,
                    SettingRule.orAuto(SettingRule.positive(10_000), DOUBLE),
                    HIGH,
                    "StartChatContact calls per second that the account and Region allow. auto: what AWS Service"
                            + " Quotas says, and 5, the default of Connect, until it does. A number holds whatever"
                            + " AWS says.")
            .define(
                    "rate.burst",
                    STRING,
                    AUTO,
                    SettingRule.orAuto(SettingRule.whole(1, 100_000), INT),
                    HIGH,
                    "Burst of StartChatContact calls that the account and Region allow, which Service Quotas does"
                            + " not tell. auto: 8, the default of Connect, or 8/5 of a rate that Service Quotas says.")
            .define(
                    "service.quotas.endpoint",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.url("http", "https")),
                    LOW,
                    "Another endpoint of AWS Service Quotas, such as a VPC endpoint. Empty: that of the AWS SDK's"
                            + " own settings, or the default endpoint of the Region; with `no.sign.request` quotas"
                            + " are not read.")
            .define(
                    "cloudwatch.active.chats",
                    BOOLEAN,
                    false,
                    SettingRule.flag(),
                    MEDIUM,
                    "Whether CloudWatch is asked once a minute how many active chats each instance has, whoever started"
                            + " them: page, API and metrics show the number beside the chats that are known here. It"
                            + " gates nothing. Needs the right cloudwatch:GetMetricData; AWS charges for each metric"
                            + " that is read.")
            .define(
                    "cloudwatch.endpoint",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.url("http", "https")),
                    LOW,
                    "Another endpoint of CloudWatch, such as a VPC endpoint. Empty: that of the AWS SDK's own settings,"
                            + " or the default endpoint of the Region; with `no.sign.request` it is not asked.")
            .define(
                    "reconciliation.share",
                    DOUBLE,
                    0.0,
                    SettingRule.notNegative(1),
                    MEDIUM,
                    "Part of the 10 calls per second of DescribeContact that reconciliation may use: chats whose ends may"
                            + " have been missed are asked for, so that lost contact events cost hardly any slots."
                            + " 0: none is asked for. Needs the right connect:DescribeContact.")
            .define(
                    "in.flight.max",
                    INT,
                    100,
                    SettingRule.whole(1, 10_000),
                    LOW,
                    "Maximum number of calls in flight in this lane.")
            .define(
                    "call.timeout.ms",
                    LONG,
                    10 * SECOND,
                    SettingRule.whole(100, 5 * MINUTE),
                    LOW,
                    "Maximum duration of a call, from connecting to the last byte of the response, so it is also"
                            + " the read timeout. A request whose call times out is in doubt.")
            .define(
                    "connect.timeout.ms",
                    LONG,
                    2 * SECOND,
                    SettingRule.whole(10, MINUTE),
                    LOW,
                    "Maximum duration of connecting, and then of the TLS handshake. At most a quarter of"
                            + " `call.timeout.ms`, so that a call that gets no connection is known not to have been"
                            + " sent.")
            .define(
                    "rate.max",
                    DOUBLE,
                    0.0,
                    SettingRule.notNegative(10_000),
                    LOW,
                    "Calls per second that an operator may set at most with `control limit --rate`. 0: no more than"
                            + " holds without it.");

    static final ConfigDef INSTANCE = new ConfigDef()
            .define(
                    "id",
                    STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    SettingRule.matching(
                            "an instance id or an instance ARN (arn:aws:connect:REGION:ACCOUNT:instance/ID)",
                            "(arn:aws[a-z-]*:connect:[a-z0-9-]+:[0-9]{12}:instance/)?[A-Za-z0-9-]{1,100}"),
                    HIGH,
                    "Id or ARN of the instance, in any letter case. Two instances may have the same id if they are"
                            + " in different lanes, as with Amazon Connect Global Resiliency.")
            .define(
                    "lane",
                    STRING,
                    DEFAULT_LANE,
                    SettingRule.matching("a name listed in lanes", "[a-z0-9]+"),
                    HIGH,
                    "Lane of the instance's account and Region. Move an instance only when it is drained and"
                            + " every process is stopped.")
            .define(
                    "preferred",
                    BOOLEAN,
                    false,
                    SettingRule.flag(),
                    MEDIUM,
                    "Whether a bare id means this instance, if several instances have that id: set true for exactly"
                            + " one of them. Change it only when the lane that was preferred is drained.")
            .define(
                    "concurrent.chats",
                    STRING,
                    AUTO,
                    SettingRule.orAuto(SettingRule.whole(1, 1_000_000), INT),
                    HIGH,
                    "Quota of concurrent active chats that the instance has in Amazon Connect. auto: what AWS Service"
                            + " Quotas says, and 500, the default of Connect, until it does. A number holds whatever"
                            + " AWS says.")
            .define(
                    "rate.per.second",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.positive(10_000), DOUBLE),
                    LOW,
                    "Starts per second of this instance inside the rate of its lane. CreateParticipantConnection, by"
                            + " which customers join, allows 6 per second (burst 9) for each instance: with more"
                            + " starts some of them miss the 5 minutes that they have. Requests whose"
                            + " `connectionTypes` name WEBSOCKET need no such call, and no such limit. Empty: none.")
            .define(
                    "rate.burst",
                    STRING,
                    "",
                    SettingRule.orEmpty(SettingRule.whole(1, 100_000), INT),
                    LOW,
                    "Burst of the starts of this instance. Empty: 3/2 of `rate.per.second`, at least 1.")
            .define(
                    "contact.events",
                    STRING,
                    "auto",
                    SettingRule.oneOf("auto", "on", "off"),
                    MEDIUM,
                    "Whether contact events of this instance arrive, so that active chats can be counted: on,"
                            + " off, or auto to detect it.")
            .define(
                    "concurrent.chats.max",
                    INT,
                    0,
                    SettingRule.whole(0, 1_000_000),
                    LOW,
                    "Quota that an operator may set at most with `control limit --quota`. 0: no more than holds without"
                            + " it.");

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
