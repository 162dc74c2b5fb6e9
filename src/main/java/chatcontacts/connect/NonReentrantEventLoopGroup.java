package chatcontacts.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Event loops of which none is ever given to one who asks on its own thread.
 *
 * <p>The SDK's connection pool needs that (seen in 2.40.2, {@code HttpOrHttp2ChannelPool}). Until its first connection is made,
 * it asks a loop for a promise of that, then adds a listener, then lets the caller wait for a field that the listener replaces
 * on failure. If the promise's loop is the pool's own and the promise has failed by then, the listener runs on the spot, and the
 * caller waits for the replacement, which nobody fulfils: a refused connection or a name without an address is then told by the
 * pool's time-out, seconds late. On another loop the listener comes back as a task, after all that.
 */
final class NonReentrantEventLoopGroup extends NioEventLoopGroup {

    NonReentrantEventLoopGroup(int threads) {
        super(atLeastTwo(threads), new DefaultThreadFactory("connect", true));
    }

    private static int atLeastTwo(int threads) {
        if (threads < 2) {
            throw new IllegalArgumentException("one loop has no other");
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

    /** Connections may live on any loop. */
    @Override
    public ChannelFuture register(Channel channel) {
        return super.next().register(channel);
    }
}
