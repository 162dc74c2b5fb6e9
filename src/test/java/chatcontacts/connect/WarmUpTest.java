package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class WarmUpTest {

    @Test
    void callsAServerOfItsOwnAndSucceeds() {
        Logger logger = (Logger) LoggerFactory.getLogger(WarmUp.class);
        ListAppender<ILoggingEvent> failures = new ListAppender<>();
        failures.start();
        logger.addAppender(failures);
        Level before = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        try {
            assertThatCode(WarmUp::run).doesNotThrowAnyException();
            Assertions.assertThat(failures.list).as("failures told").isEmpty();
        } finally {
            logger.setLevel(before);
            logger.detachAppender(failures);
        }
    }
}
