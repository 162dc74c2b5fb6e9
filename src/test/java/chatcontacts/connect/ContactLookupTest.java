package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.call.LookupResult;
import chatcontacts.domain.call.LookupResult.HasEnded;
import chatcontacts.domain.call.LookupResult.LookupDenied;
import chatcontacts.domain.call.LookupResult.LookupFailed;
import chatcontacts.domain.call.LookupResult.LookupThrottled;
import chatcontacts.domain.call.LookupResult.StillActive;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.ConnectResponse.Started;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.connect.StartParams;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DescribeContact with the AWS SDK's own client over HTTP. */
final class ContactLookupTest {

    private static final String ACTION = "connect:DescribeContact";

    private final ConnectSimulator connect =
            ConnectSimulator.start(it -> it.rules().rateUnlimited());
    private final SignedLane lane = SignedLane.at(connect.uri());

    @AfterEach
    void close() {
        lane.close();
        connect.close();
        assertThat(connect.failure()).isEmpty();
    }

    private LookupResult lookUp(String contactId) throws Exception {
        return lane.contacts().lookUp("i1", contactId).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private String startedChat() {
        List<String> contact = new CopyOnWriteArrayList<>();
        connect.change(it -> {
            Started started = (Started) it.model().startChat("i1", StartParams.of("flow", "Ada"), "t", Instant.now());
            contact.add(started.contact().contactId());
        });
        return contact.getFirst();
    }

    @Test
    void aChatIsActiveUntilItHasEnded() throws Exception {
        String chat = startedChat();
        assertThat(lookUp(chat)).isEqualTo(new StillActive());
        Instant before = Instant.now().minusSeconds(1);
        connect.endOldestChat("i1");
        assertThat(lookUp(chat))
                .isInstanceOfSatisfying(
                        HasEnded.class,
                        it -> assertThat(it.disconnectedAt())
                                .hasValueSatisfying(at -> assertThat(at)
                                        .isBetween(before, Instant.now().plusSeconds(1))));
    }

    @Test
    void aContactThatIsNotKnownHasEnded() throws Exception {
        assertThat(lookUp("6f1f5d2e-0000-4000-8000-000000000000")).isEqualTo(new HasEnded(Optional.empty()));
    }

    @Test
    void errorsAreToldApart() throws Exception {
        assertThat(answerWith(ConnectError.ACCESS_DENIED)).isEqualTo(new LookupDenied("AccessDeniedException"));
        assertThat(answerWith(ConnectError.TOO_MANY_REQUESTS)).isEqualTo(new LookupThrottled());
        assertThat(answerWith(ConnectError.INTERNAL_SERVICE)).isEqualTo(new LookupFailed("InternalServiceException"));
        assertThat(answerWith(ConnectError.EXPIRED_TOKEN)).isEqualTo(new LookupFailed("ExpiredTokenException"));
    }

    private LookupResult answerWith(ConnectError error) throws Exception {
        connect.change(it -> it.rules().answerAction(ACTION, error));
        return lookUp("a");
    }
}
