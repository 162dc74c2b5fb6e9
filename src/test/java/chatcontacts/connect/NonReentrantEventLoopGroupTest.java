package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NonReentrantEventLoopGroupTest {

    @Test
    void aLoopThatAsksIsGivenAnother() throws Exception {
        NonReentrantEventLoopGroup loops = new NonReentrantEventLoopGroup(2);
        try {
            EventLoop asking = loops.next();

            long ownOnes = asking.submit(() -> IntStream.range(0, 50)
                            .filter(any -> loops.next().equals(asking))
                            .count())
                    .get();

            assertThat(ownOnes).isZero();
        } finally {
            var unused = loops.shutdownGracefully();
        }
    }

    @Test
    void oneLoopIsNotEnough() {
        assertThatThrownBy(() -> new NonReentrantEventLoopGroup(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
