package chatcontacts.connect;

import chatcontacts.domain.call.ContactLookup;
import chatcontacts.domain.errors.CauseChain;
import chatcontacts.domain.outcome.CredentialsEncryption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.connect.ConnectAsyncClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasAsyncClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Creates the client of each lane, and owns what the clients share: the event loops, the timer, the thread that starts calls,
 * and the default credentials. Close the starters first, then this.
 */
public final class ConnectClients implements AutoCloseable {

    /** Each a thread that lanes share. Two handled 2,400 calls per second on two cores: far more than the rate limits of lanes. */
    private static final int EVENT_LOOPS = 2;

    private static final Duration STS_CONNECT = Duration.ofSeconds(2);

    /** Shorter than the idle timeout of the servers of AWS, so that fewer calls use a connection that they have closed. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(20);

    private static final Duration STS_TIMEOUT = Duration.ofSeconds(5);

    private final AwsCredentialsProvider credentials;
    private final Optional<URI> stsEndpoint;
    private final CredentialsEncryption encryption;
    private final List<SdkEventLoopGroup> eventLoops = Stream.generate(
                    () -> SdkEventLoopGroup.create(new SingleEventLoopGroup(), NioSocketChannel::new))
            .limit(EVENT_LOOPS)
            .toList();
    private final AtomicInteger lanes = new AtomicInteger();
    private final ScheduledExecutorService timer = timer();
    /** What asks for accounts. */
    private final List<SdkAutoCloseable> closers = new CopyOnWriteArrayList<>();

    private final ExecutorService calls = Executors.newSingleThreadExecutor(daemon("connect-calls"));

    /**
     * Creates clients that use the SDK's default credentials chain.
     *
     * @param encryption of what opens a chat
     */
    public ConnectClients(CredentialsEncryption encryption) {
        this(
                DefaultCredentialsProvider.builder()
                        .asyncCredentialUpdateEnabled(true)
                        .build(),
                Optional.empty(),
                encryption);
    }

    ConnectClients(AwsCredentialsProvider credentials, Optional<URI> stsEndpoint, CredentialsEncryption encryption) {
        this.encryption = encryption;
        this.credentials = credentials;
        this.stsEndpoint = stsEndpoint;
    }

    /**
     * Creates the starter of a lane. It does not connect yet.
     *
     * @throws software.amazon.awssdk.core.exception.SdkClientException if the lane names no Region and the SDK finds none
     * @throws java.io.UncheckedIOException if the lane's CA bundle cannot be read
     */
    public ConnectChatStarter open(LaneClientConfig lane) {
        return open(lane, http(lane));
    }

    /** The same over that HTTP client, which the starter closes. */
    ConnectChatStarter open(LaneClientConfig lane, SdkAsyncHttpClient connections) {
        SdkAsyncHttpClient http = new SendTrackingHttpClient(connections);
        var client = ConnectAsyncClient.builder()
                .httpClient(http)
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(lane.callTimeout())
                        .scheduledExecutorService(timer)
                        .addExecutionInterceptor(new NewerMembersInterceptor())
                        .addExecutionInterceptor(new TransmissionInterceptor()))
                // Completion is short and never blocks, so it needs no threads of its own.
                .asyncConfiguration(config ->
                        config.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run));
        region(lane).ifPresent(client::region);
        lane.endpoint().ifPresent(client::endpointOverride);
        try {
            LaneCredentials laneCredentials = credentials(lane);
            return new ConnectChatStarter(client.build(), http, laneCredentials, calls, encryption);
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    /** Creates what asks for contacts of a lane, with the client of its starter. */
    public ContactLookup contacts(LaneClientConfig lane, ConnectChatStarter starter) {
        return new ConnectContactLookup(lane.name(), starter.client(), starter.credentials(), calls);
    }

    /**
     * Creates what reads the quotas of a lane, with the credentials and the connections of its starter.
     *
     * @param endpoint replaces that of AWS Service Quotas
     */
    public AppliedQuotas quotas(LaneClientConfig lane, ConnectChatStarter starter, Optional<URI> endpoint) {
        ServiceQuotasAsyncClient client =
                ReadingClient.of(ServiceQuotasAsyncClient.builder(), lane, starter, timer, endpoint);
        return new AppliedQuotas(client, starter.credentials(), Region.of(starter.region()), calls);
    }

    /**
     * Creates what reads how many chats the instances of a lane have, with the credentials and the connections of its starter.
     *
     * @param endpoint replaces that of CloudWatch
     */
    public CloudWatchChats activeChats(LaneClientConfig lane, ConnectChatStarter starter, Optional<URI> endpoint) {
        CloudWatchAsyncClient client =
                ReadingClient.of(CloudWatchAsyncClient.builder(), lane, starter, timer, endpoint);
        return new CloudWatchChats(client, starter.credentials(), calls);
    }

    /**
     * Asks AWS in the background, until it answers, to which account a lane's calls belong. Of a lane whose calls are not signed
     * nobody knows it.
     *
     * @param lane one without a role, which names its account
     * @param known takes the answer
     */
    public void askAccount(LaneClientConfig lane, Consumer<String> known) {
        if (!lane.identity().signs()) {
            return;
        }
        Optional<ProfileCredentialsProvider> profile =
                lane.identity().profile().map(ProfileCredentialsProvider::create);
        CallerAccount question = new CallerAccount(
                lane.name(),
                sts(lane, profile.<AwsCredentialsProvider>map(it -> it).orElse(credentials)));
        profile.ifPresent(closers::add);
        closers.add(question);
        question.ask(known);
    }

    /** Asks AWS STS whose credentials a lane's calls have. Blocks, for some seconds at most. */
    public CallerReading caller(LaneClientConfig lane, ConnectChatStarter starter) {
        if (!lane.identity().signs()) {
            return new CallerReading.Unsigned();
        }
        try {
            AwsCredentials identity =
                    starter.credentials().current().get(2 * STS_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            try (StsClient sts = sts(lane, StaticCredentialsProvider.create(identity))) {
                GetCallerIdentityResponse caller = sts.getCallerIdentity();
                Optional<Instant> time = caller.sdkHttpResponse()
                        .firstMatchingHeader("Date")
                        .map(it -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(it)));
                return new CallerReading.Known(caller.account(), time);
            } catch (SdkClientException e) {
                return new CallerReading.Unconfirmed(
                        CauseChain.root(e).getClass().getSimpleName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CallerReading.Refused("interrupted");
        } catch (ExecutionException | TimeoutException | SdkException | DateTimeException e) {
            AwsServiceException error = CauseChain.first(e, AwsServiceException.class);
            return new CallerReading.Refused(
                    error == null
                            ? CauseChain.root(e).getClass().getSimpleName()
                            : ServiceErrorMapper.code(error).orElse("http-" + error.statusCode()));
        }
    }

    private SdkAsyncHttpClient http(LaneClientConfig lane) {
        Duration timeout = lane.callTimeout();
        Duration connect = lane.connectTimeout();
        NettyNioAsyncHttpClient.Builder http = NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(eventLoops.get(lanes.getAndIncrement() % EVENT_LOOPS))
                // Twice as many as needed: a connection whose call timed out is counted until it is closed.
                .maxConcurrency(2 * lane.inFlightMax())
                .maxPendingConnectionAcquires(10_000)
                // Each of these expires before the call does, so that it is certain that nothing was sent.
                .connectionTimeout(connect)
                .tlsNegotiationTimeout(connect)
                .connectionAcquisitionTimeout(timeout.multipliedBy(3).dividedBy(4))
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .connectionMaxIdleTime(MAX_IDLE)
                .proxyConfiguration(EnvironmentProxy.of(lane.endpoint()))
                .tcpKeepAlive(true);
        lane.caBundle().map(TrustedCertificates::of).ifPresent(trusted -> http.tlsTrustManagersProvider(() -> trusted));
        return http.build();
    }

    /** The lane's Region, or that of its profile. If empty, the SDK finds one. */
    private static Optional<Region> region(LaneClientConfig lane) {
        return lane.region()
                .map(Region::of)
                .or(() -> lane.identity()
                        .profile()
                        .map(profile -> DefaultAwsRegionProviderChain.builder()
                                .profileName(profile)
                                .build()
                                .getRegion()));
    }

    private LaneCredentials credentials(LaneClientConfig lane) {
        if (!lane.identity().signs()) {
            return new LaneCredentials(AnonymousCredentialsProvider.create(), lane.callTimeout(), () -> {});
        }
        Optional<ProfileCredentialsProvider> profile =
                lane.identity().profile().map(ProfileCredentialsProvider::create);
        AwsCredentialsProvider own =
                profile.<AwsCredentialsProvider>map(it -> it).orElse(credentials);
        Runnable closer = () -> profile.ifPresent(ProfileCredentialsProvider::close);
        return lane.identity()
                .roleArn()
                .map(role -> assumed(role, lane, own, closer))
                .orElseGet(() -> new LaneCredentials(own, lane.callTimeout(), closer));
    }

    private LaneCredentials assumed(
            String roleArn, LaneClientConfig lane, AwsCredentialsProvider own, Runnable closer) {
        StsClient sts = sts(lane, own);
        StsAssumeRoleCredentialsProvider provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(roleArn).roleSessionName("chat-contacts-" + lane.name()))
                .asyncCredentialUpdateEnabled(true)
                .build();
        return new LaneCredentials(provider, lane.callTimeout(), () -> {
            provider.close();
            sts.close();
            closer.run();
        });
    }

    private StsClient sts(LaneClientConfig lane, AwsCredentialsProvider own) {
        UrlConnectionHttpClient.Builder http = UrlConnectionHttpClient.builder()
                .connectionTimeout(STS_CONNECT)
                .socketTimeout(STS_TIMEOUT)
                .proxyConfiguration(proxy -> proxy.scheme(EnvironmentProxy.scheme(stsEndpoint)));
        lane.caBundle().map(TrustedCertificates::of).ifPresent(trusted -> http.tlsTrustManagersProvider(() -> trusted));
        StsClientBuilder builder = StsClient.builder()
                .credentialsProvider(own)
                .httpClient(http.build())
                .overrideConfiguration(config ->
                        config.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(STS_TIMEOUT));
        region(lane).ifPresent(builder::region);
        stsEndpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** The time limit of a call that has ended is forgotten at once: otherwise each would be kept until it is over, and wake a thread. */
    private static ScheduledExecutorService timer() {
        var timer = new ScheduledThreadPoolExecutor(1, daemon("connect-timer"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        closers.reversed().forEach(SdkAutoCloseable::close);
        timer.shutdownNow();
        calls.shutdownNow();
        for (SdkEventLoopGroup loop : eventLoops) {
            var unused = loop.eventLoopGroup().shutdownGracefully(200, 2_000, TimeUnit.MILLISECONDS);
        }
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
