package chatcontacts.testkit.connect;

import chatcontacts.testkit.connect.ConnectEndpoint.Delivery;
import chatcontacts.testkit.connect.ConnectEndpoint.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection: reads calls, waits out their latency on the event loop, delivers the answers. */
final class ConnectHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Pattern SIGNATURE = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=[^/, ]+/\\d{8}/[a-z0-9-]+/(?:connect|servicequotas|monitoring)/"
                    + "aws4_request, ?SignedHeaders=[a-z0-9;-]+, ?Signature=[0-9a-f]{64}");

    private final ConnectSimulator simulator;
    /** Calls of this connection whose answer is under way; a client without pipelining has at most one. */
    private int underWay;

    ConnectHandler(ConnectSimulator simulator) {
        this.simulator = simulator;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        String path = request.uri();
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (path.startsWith("/_simulator/")) {
            String body = request.content().toString(StandardCharsets.UTF_8);
            send(context, simulator.steer(request.method().name() + " " + path, body), keepAlive);
            return;
        }
        Optional<FullHttpResponse> other = answerOther(request, path);
        if (other.isPresent()) {
            send(context, other.get(), keepAlive);
            return;
        }
        Reply reply = answer(request, path);
        underWay++;
        long nanos = reply.latency().toNanos();
        if (nanos <= 0) {
            deliver(context, reply, keepAlive);
        } else {
            context.executor()
                    .schedule(() -> deliver(context, reply, keepAlive), nanos, TimeUnit.NANOSECONDS)
                    .addListener(delivered -> {
                        if (delivered.cause() != null && !delivered.isCancelled()) {
                            exceptionCaught(context, delivered.cause());
                        }
                    });
        }
    }

    /** Calls of other APIs than StartChatContact. */
    private Optional<FullHttpResponse> answerOther(FullHttpRequest request, String path) {
        if (path.equals("/contact/chat")) {
            return Optional.empty();
        }
        String methodAndPath = request.method().name() + " " + path;
        if (CloudWatchCalls.is(methodAndPath)) {
            return Optional.of(answerCloudWatch(request));
        }
        String target = request.headers().get("X-Amz-Target");
        String body = request.content().toString(StandardCharsets.UTF_8);
        ConnectError unsigned = unsigned(request.headers());
        return simulator
                .answer((endpoint, now) -> AccountCalls.answer(methodAndPath, target, body, endpoint.model(), now))
                .map(it -> unsigned == null ? it : JsonDocument.refused(unsigned.status(), unsigned.code()))
                .map(it -> ResponseWriter.json(it.status(), it.body()));
    }

    private FullHttpResponse answerCloudWatch(FullHttpRequest request) {
        ConnectError unsigned = unsigned(request.headers());
        byte[] body = ByteBufUtil.getBytes(request.content());
        return unsigned == null
                ? simulator.answer((endpoint, now) -> CloudWatchCalls.answer(body, endpoint.model(), now))
                : CloudWatchCalls.refused(unsigned);
    }

    private Reply answer(FullHttpRequest request, String path) {
        HttpHeaders headers = request.headers();
        String body = request.content().toString(StandardCharsets.UTF_8);
        return simulator.answer((endpoint, now) -> {
            endpoint.recorder().headers(headers.get("amz-sdk-request"), headers.get(HttpHeaderNames.USER_AGENT));
            if (!path.equals("/contact/chat") || !request.method().equals(HttpMethod.PUT)) {
                return endpoint.refuse(ConnectError.UNKNOWN_OPERATION, "no such operation here", now);
            }
            ConnectError unsigned = unsigned(headers);
            if (unsigned == null) {
                unsigned = simulator.misSigned(received(request), now);
            }
            if (unsigned != null) {
                endpoint.recorder().sawUnsigned();
                return endpoint.refuse(unsigned, "not signed for connect", now);
            }
            try {
                StartChatJson call = StartChatJson.read(body);
                return endpoint.call(call.instanceId(), call.params(), call.clientToken(), body, now);
            } catch (StartChatJson.UnreadableException e) {
                return endpoint.refuse(ConnectError.SERIALIZATION, "unreadable: " + e.getMessage(), now);
            }
        });
    }

    private static SignatureCheck.Received received(FullHttpRequest request) {
        byte[] body = ByteBufUtil.getBytes(request.content());
        return new SignatureCheck.Received(
                request.method().name(), URI.create(request.uri()), request.headers()::get, body);
    }

    /** The form only; who signed is looked at where the keys are known. */
    private static @Nullable ConnectError unsigned(HttpHeaders headers) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null) {
            return ConnectError.MISSING_AUTHENTICATION;
        }
        boolean wellFormed = SIGNATURE.matcher(authorization).matches() && headers.contains("X-Amz-Date");
        return wellFormed ? null : ConnectError.INVALID_SIGNATURE;
    }

    private void deliver(ChannelHandlerContext context, Reply reply, boolean keepAlive) {
        if (underWay == 0) {
            return; // the connection went away, and its calls with it
        }
        underWay--;
        simulator.finished();
        if (reply.delivery() == Delivery.CUT) {
            reset(context);
            return;
        }
        FullHttpResponse response = ResponseWriter.write(reply.answer(), simulator.errorStyle());
        if (reply.delivery() == Delivery.TRUNCATED) {
            truncate(context, response);
        } else {
            send(context, response, keepAlive);
        }
    }

    private static void send(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static void reset(ChannelHandlerContext context) {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    private static void truncate(ChannelHandlerContext context, FullHttpResponse response) {
        ByteBuf body = response.content();
        context.write(new DefaultHttpResponse(response.protocolVersion(), response.status(), response.headers()))
                .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        context.writeAndFlush(new DefaultHttpContent(body.readRetainedSlice(body.readableBytes() / 2)))
                .addListener(ChannelFutureListener.CLOSE);
        response.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        for (; underWay > 0; underWay--) {
            simulator.finished();
        }
        super.channelInactive(context);
    }

    /** A client that goes away, also in the middle of a call, is an everyday thing; all else is a fault of the simulator. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof PrematureChannelClosureException)) {
            simulator.failed(cause);
        }
        context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
