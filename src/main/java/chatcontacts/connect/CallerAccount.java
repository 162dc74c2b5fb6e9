package chatcontacts.connect;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Asks AWS STS to which account a lane's credentials belong, on a thread of its own, until it answers. Every principal may ask
 * (GetCallerIdentity needs no permission). Nothing waits for the answer.
 */
final class CallerAccount implements SdkAutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallerAccount.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final String lane;
    private final StsClient sts;
    private final Duration firstPause;
    private final CountDownLatch closed = new CountDownLatch(1);

    CallerAccount(String lane, StsClient sts) {
        this(lane, sts, FIRST_PAUSE);
    }

    /** @param firstPause before it asks again, doubled each time */
    CallerAccount(String lane, StsClient sts, Duration firstPause) {
        this.lane = lane;
        this.sts = sts;
        this.firstPause = firstPause;
    }

    /** Begins to ask. The account is handed on once, on that thread; never after {@link #close}. */
    void ask(Consumer<String> known) {
        Thread.ofVirtual().name("caller-account-" + lane).start(() -> askUntilKnown(known));
    }

    private void askUntilKnown(Consumer<String> known) {
        Duration pause = firstPause;
        boolean told = false;
        while (closed.getCount() > 0) {
            try {
                String account = sts.getCallerIdentity().account();
                if (closed.getCount() > 0) {
                    known.accept(account);
                }
                return;
            } catch (SdkException | IllegalStateException e) { // the latter from what was closed meanwhile
                if (!told && closed.getCount() > 0) {
                    told = true;
                    LOG.atInfo()
                            .addKeyValue("lane", lane)
                            .addKeyValue("cause", e.getClass().getName())
                            .log(
                                    "AWS STS does not tell the account of the lane, it is asked again. Until then the lane serves"
                                            + " ARNs of any account in its Region; set the lane's account to spare the question");
                }
            }
            try {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        sts.close();
    }
}
