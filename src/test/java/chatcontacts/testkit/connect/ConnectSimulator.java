package chatcontacts.testkit.connect;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A simulator of Amazon Connect over HTTP:  {@code PUT /contact/chat} as the AWS SDK speaks it, one AWS account and Region.
 * Port 0 takes a free one; it listens on the loopback address only. Thread-safe:  one lock guards the endpoint, one thread
 * serves all connections, another one hands contact events to the sink, in order.
 *
 * <p>Beside the calls: {@code GET /_simulator/stats}, {@code POST /_simulator/settings} (Java properties, see {@link
 * SimulatorSettings}), {@code POST /_simulator/reset} (forgets everything but the settings given at the start).
 */
public final class ConnectSimulator implements AutoCloseable {

    private static final int MAX_BODY = 4 << 20;

    private final Object lock = new Object();
    private final Consumer<ConnectEndpoint> setup;
    private final long seed;
    private final Optional<Consumer<String>> eventSink;
    private final Instant startedAt = Instant.now();
    private final long startedNanos = System.nanoTime();
    private final AtomicReference<ErrorStyle> errorStyle = new AtomicReference<>(ErrorStyle.PLAIN);
    private final AtomicReference<@Nullable SignatureCheck> signatures = new AtomicReference<>();
    private final List<String> callers = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final ScheduledThreadPoolExecutor eventThread =
            new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("connect-simulator-events", true));
    private final NioEventLoopGroup loop =
            new NioEventLoopGroup(1, new DefaultThreadFactory("connect-simulator", true));
    private final Channel server;
    private ConnectEndpoint endpoint;
    /** When the event thread looks next; far away while it has nothing to wait for. */
    private Instant wakeAt = Instant.MAX;

    private @Nullable ScheduledFuture<?> wake;

    private ConnectSimulator(
            int port, long seed, Consumer<ConnectEndpoint> setup, @Nullable Consumer<String> eventSink) {
        this.setup = setup;
        this.seed = seed;
        this.eventSink = Optional.ofNullable(eventSink);
        this.endpoint = newEndpoint();
        eventThread.setRemoveOnCancelPolicy(true); // a wake-up may lie a day ahead, and be put off with every call
        this.server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_BODY))
                                .addLast(new ConnectHandler(ConnectSimulator.this));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    /** Starts one on a free port, as {@link ConnectRules} has it unless set up otherwise, without contact events. */
    public static ConnectSimulator start(Consumer<ConnectEndpoint> setup) {
        return new ConnectSimulator(0, 1, setup, null);
    }

    /**
     * Starts one.
     *
     * @param port 0 for a free one
     * @param seed of everything that is drawn by lot
     * @param setup what to change before the first call, and again after each reset
     * @param eventSink gets contact events as EventBridge's JSON, on a thread of the simulator's; null: no events
     */
    public static ConnectSimulator start(
            int port, long seed, Consumer<ConnectEndpoint> setup, @Nullable Consumer<String> eventSink) {
        return new ConnectSimulator(port, seed, setup, eventSink);
    }

    private ConnectEndpoint newEndpoint() {
        ConnectEndpoint fresh = new ConnectEndpoint(seed);
        fresh.model().wantEvents(eventSink.isPresent());
        setup.accept(fresh);
        return fresh;
    }

    /** For {@code endpointOverride} or {@code lanes.NAME.endpoint}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort());
    }

    /** Changes rules, faults, latency and the like while calls come in; under the lock. */
    public void change(Consumer<ConnectEndpoint> change) {
        answer((it, now) -> {
            change.accept(it);
            return true;
        });
    }

    /** All records up to now. */
    public ConnectStats stats() {
        return answer((it, now) -> {
            it.model().settle(now);
            return it.stats();
        });
    }

    /** Calls and contacts of that token; the instance by its bare id. */
    public TokenUse token(String instanceId, String clientToken) {
        return answer((it, now) -> it.token(instanceId, clientToken));
    }

    /** The contact that each client token has now, by bare instance id, a space and the token. */
    public Map<String, KnownContact> held() {
        return answer((it, now) -> it.model().held());
    }

    /** How errors are written from here on. */
    public void errorStyle(ErrorStyle style) {
        errorStyle.set(style);
    }

    /** From here on only calls with a right signature of one of these keys are taken. */
    public void believe(AccessKeys keys) {
        signatures.set(new SignatureCheck(keys, "connect"));
    }

    /** Owners of the keys that calls were signed with, in their order, since that is looked at. */
    public List<String> callers() {
        return List.copyOf(callers);
    }

    @Nullable
    ConnectError misSigned(SignatureCheck.Received call, Instant now) {
        SignatureCheck check = signatures.get();
        if (check == null) {
            return null;
        }
        SignatureCheck.SignatureResult result = check.check(call, now);
        if (result.fault().isEmpty()) {
            callers.add(result.owner());
            return null;
        }
        return ConnectError.ofCode(result.fault());
    }

    ErrorStyle errorStyle() {
        return errorStyle.get();
    }

    /** A chat that somebody else starts now; false if the quota is full. */
    public boolean startForeignChat(String instanceId) {
        return answer((it, now) -> it.model().startForeignChat(instanceId, now));
    }

    /** Ends a chat now, by its first contact id; false if it is not active. */
    public boolean endChat(String contactId) {
        return answer((it, now) -> it.model().endChat(contactId, now));
    }

    /** Ends the chat that has been active longest in that instance; false if none is. */
    public boolean endOldestChat(String instanceId) {
        return answer((it, now) -> it.model().endOldestChat(instanceId, now));
    }

    /** Active chats of that instance at this moment. */
    public int active(String instanceId) {
        return answer((it, now) -> {
            it.model().settle(now);
            return it.model().active(instanceId);
        });
    }

    /** Forgets chats, tokens, faults and records, and sets up anew. */
    public void reset() {
        answer((it, now) -> endpoint = newEndpoint());
    }

    /** What broke inside the simulator, if anything did: for a test's last assertion. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    void failed(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    /** Does something with the endpoint at the present time, and sees to it that the event thread wakes in time. */
    <T> T answer(BiFunction<ConnectEndpoint, Instant, T> question) {
        synchronized (lock) {
            Instant now = now();
            T answer = question.apply(endpoint, now);
            if (eventSink.isPresent()) {
                endpoint.collectEvents(now);
                wakeFor(now);
            }
            return answer;
        }
    }

    void finished() {
        synchronized (lock) {
            endpoint.finished();
        }
    }

    /** The wall clock at the start and the monotonic one since: never runs backwards. */
    private Instant now() {
        return startedAt.plusNanos(System.nanoTime() - startedNanos);
    }

    private void wakeFor(Instant now) {
        Optional<Instant> next = endpoint.nextChange();
        if (next.isPresent() && next.get().isBefore(wakeAt) && !eventThread.isShutdown()) {
            wakeAt = next.get();
            if (wake != null) {
                wake.cancel(false);
            }
            long nanos = Math.max(0, Duration.between(now, wakeAt).toNanos());
            wake = eventThread.schedule(this::handOverEvents, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void handOverEvents() {
        List<String> arrived;
        synchronized (lock) {
            wakeAt = Instant.MAX;
            Instant now = now();
            arrived = endpoint.advance(now);
            wakeFor(now);
        }
        try {
            eventSink.ifPresent(arrived::forEach);
        } catch (RuntimeException e) {
            failed(e); // the timer goes on: the sink may recover
        }
    }

    /** Answers what is not Connect's: statistics, settings, reset. */
    FullHttpResponse steer(String methodAndPath, String body) {
        return switch (methodAndPath) {
            case "GET /_simulator/stats" -> ResponseWriter.json(200, statsJson());
            case "POST /_simulator/settings" -> applySettings(body);
            case "POST /_simulator/reset" -> {
                reset();
                yield ResponseWriter.message(200, "reset");
            }
            default -> ResponseWriter.message(404, "no such thing here");
        };
    }

    private byte[] statsJson() {
        return answer((it, now) -> {
            it.model().settle(now);
            return StatsJson.write(
                    it.stats(), it.rules().ratePerSecond(), it.rules().burst());
        });
    }

    private FullHttpResponse applySettings(String body) {
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(body));
            change(it -> SimulatorSettings.apply(settings, it));
            return ResponseWriter.message(200, "applied");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        } catch (IllegalArgumentException e) {
            return ResponseWriter.message(400, String.valueOf(e.getMessage()));
        }
    }

    /** Stops listening and drops all connections. */
    @Override
    public void close() {
        eventThread.shutdownNow();
        server.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
