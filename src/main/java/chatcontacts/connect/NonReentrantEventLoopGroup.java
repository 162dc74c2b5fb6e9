package chatcontacts.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * An event loop group that never returns the caller's own event loop.
 *
 * <p>The SDK's connection pool needs this (seen in 2.40.2, {@code HttpOrHttp2ChannelPool}). Until its first connection exists, it
 * creates a promise on a loop, adds a listener, and then lets the caller wait for a field that the listener replaces on failure. If
 * the promise's loop is the pool's own and the promise has already failed, the listener runs immediately, and the caller waits for
 * the replacement, which nobody completes: a refused connection or an unknown host is then reported by the pool's timeout, seconds
 * late. On another loop the listener runs later, as a task.
 */
final class NonReentrantEventLoopGroup extends NioEventLoopGroup {

    NonReentrantEventLoopGroup(int threads) {
        super(atLeastTwo(threads), new DefaultThreadFactory("connect", true));
    }

    private static int atLeastTwo(int threads) {
        if (threads < 2) {
            throw new IllegalArgumentException("at least two event loops are needed, not " + threads);
        }
        return threads;
    }

    @Override
    public EventLoop next() {
        EventLoop loop = super.next();
        while (loop.inEventLoop()) {
            loop = super.next();
        }
        return loop;
    }

    /** Connections may use any loop. */
    @Override
    public ChannelFuture register(Channel channel) {
        return super.next().register(channel);
    }
}
