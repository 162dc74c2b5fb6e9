package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SingleEventLoopGroupTest {

    private final SingleEventLoopGroup loop = new SingleEventLoopGroup();
    private final Channel connection = new NioSocketChannel();

    @AfterEach
    void close() throws Exception {
        connection.close().sync();
        var unused = loop.shutdownGracefully();
    }

    @Test
    void aConnectionIsNotOpenedWithinTheCallThatAsksForIt() throws Exception {
        ChannelFuture registered = loop.submit(() -> {
                    ChannelFuture future = loop.register(connection);
                    assertThat(future.isDone()).isFalse();
                    return future;
                })
                .get();

        assertThat(registered.sync().channel().isRegistered()).isTrue();
    }

    @Test
    void othersMayOpenConnectionsToo() throws Exception {
        assertThat(loop.register(connection).sync().channel().isRegistered()).isTrue();
    }
}
