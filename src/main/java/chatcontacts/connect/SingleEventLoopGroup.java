package chatcontacts.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * One event loop, which the SDK's connection pool and its connections share. With several a call is handed from thread to thread: the
 * pool, each connection and each request take any of them.
 *
 * <p>A connection is opened in a task of its own, never within the call that asks for it. The SDK's pool needs this (seen in
 * {@code netty-nio-client} 2.57.8, {@code HttpOrHttp2ChannelPool}): until its first connection exists, it adds a listener to the
 * promise of one, and then lets the caller wait for a field that the listener replaces on failure. If the promise has failed by then,
 * the listener runs at once, and the caller waits for the replacement, which nobody completes: a refused connection or an unknown host
 * is then reported by the pool's timeout, seconds late.
 */
final class SingleEventLoopGroup extends NioEventLoopGroup {

    SingleEventLoopGroup() {
        super(1, new DefaultThreadFactory("connect", true));
    }

    @Override
    public ChannelFuture register(Channel channel) {
        EventLoop loop = next();
        if (!loop.inEventLoop()) {
            return loop.register(channel);
        }
        ChannelPromise registered = new DefaultChannelPromise(channel, loop);
        loop.execute(() -> {
            var unused = loop.register(registered);
        });
        return registered;
    }
}
