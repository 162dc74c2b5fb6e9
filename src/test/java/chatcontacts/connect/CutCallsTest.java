package chatcontacts.connect;

import static chatcontacts.connect.TestLane.answerTo;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.outcome.CredentialsEncryption;
import chatcontacts.domain.request.Requests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** Calls without an answer of use, over real HTTP: whether a chat may exist, or it is known that nothing was sent. */
final class CutCallsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"ContactId\":\"c\"}",
                "{\"ContactId\":\"c\",\"ParticipantId\":\"p\"}",
                "{\"ContactId\":\"\",\"ParticipantId\":\"p\",\"ParticipantToken\":\"t\"}"
            })
    void leavesTheChatInDoubtWhenASuccessNamesNone(String body) throws Exception {
        assertThat(answerTo(RawServer.respond(200, "", body)))
                .isEqualTo(new CallResult.Unanswered("answer-incomplete", Optional.empty()));
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerIsEmpty() throws Exception {
        assertThat(answerTo(RawServer.respond(200, "", ""))).isInstanceOf(CallResult.Unanswered.class);
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerCannotBeRead() throws Exception {
        assertThat(answerTo(RawServer.respond(200, "", "{\"ContactId\":\"c\",")))
                .isEqualTo(new CallResult.Unanswered("answer-unreadable", Optional.empty()));
        assertThat(answerTo(RawServer.respond(200, "", "<html>")))
                .isEqualTo(new CallResult.Unanswered("answer-unreadable", Optional.empty()));
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerIsCut() throws Exception {
        assertThat(answerTo(RawServer.rawThenClose(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"Contact")))
                .isEqualTo(new CallResult.Unanswered("answer-cut", Optional.empty()));
        assertThat(answerTo(RawServer.rawThenClose("HTTP/1.1 200 OK\r\nContent-Le")))
                .isInstanceOf(CallResult.Unanswered.class);
        assertThat(answerTo(RawServer.rawThenClose(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"ContactId")))
                .isInstanceOf(CallResult.Unanswered.class);
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerIsNotHttp() throws Exception {
        assertThat(answerTo(RawServer.rawThenClose("SSH-2.0-OpenSSH\r\n\r\n")))
                .isInstanceOf(CallResult.Unanswered.class);
    }

    @Test
    void leavesTheChatInDoubtWhenTheServerHangsUpAfterTheRequest() throws Exception {
        assertThat(answerTo(RawServer.reset()))
                .isEqualTo(new CallResult.Unanswered("connection-reset", Optional.empty()));
        assertThat(answerTo(RawServer.hangUp()))
                .isEqualTo(new CallResult.Unanswered("connection-reset", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void answersACallWhoseConnectionIsResetAtOnce(String scheme) throws Exception {
        try (RawServer server = RawServer.thatResetsConnections();
                TestLane lane = TestLane.at(URI.create(scheme + "://localhost:" + server.port()))) {
            // In doubt if the SDK had begun to write before it noticed: the two run side by side.
            assertThat(lane.call())
                    .isIn(
                            new CallResult.Unanswered("connection-reset", Optional.empty()),
                            new CallResult.Unavailable("connection-failed", Optional.empty()));
        }
    }

    /** As the pool hands out one that the other end has just closed, or an abandoned call. */
    @Test
    void takesAnotherConnectionWhereTheFirstOneWasClosed() throws Exception {
        try (RawServer server = RawServer.that(RawServer.respond(429, "x-amzn-ErrorType: TooManyRequests\r\n", "{}"))) {
            AtomicInteger closed = new AtomicInteger(1);

            assertThat(answerOver(closed, server)).isInstanceOf(CallResult.Throttled.class);

            closed.set(2);
            assertThat(answerOver(closed, server))
                    .isEqualTo(new CallResult.Unavailable("connection-failed", Optional.empty()));
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** The answer to a call of a client whose next connections are closed ones. */
    private static CallResult answerOver(AtomicInteger closed, RawServer server) throws Exception {
        SdkAsyncHttpClient netty = NettyNioAsyncHttpClient.create();
        SdkAsyncHttpClient http = new SdkAsyncHttpClient() {
            @Override
            public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
                if (closed.getAndDecrement() <= 0) {
                    return netty.execute(request);
                }
                IOException failure = new IOException("The channel was closed");
                request.responseHandler().onError(failure);
                return CompletableFuture.failedFuture(failure);
            }

            @Override
            public void close() {
                netty.close();
            }
        };
        try (ConnectClients clients =
                        new ConnectClients(TestLane.CREDENTIALS, Optional.empty(), CredentialsEncryption.NONE);
                ChatStarter starter = clients.open(
                        TestLane.lane(
                                server.uri(),
                                new LaneCredentialsConfig(Optional.empty(), Optional.empty(), true),
                                Optional.empty()),
                        http)) {
            return starter.start(Requests.full().call(), "token")
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aConnectionOutlivesAnErrorAnswer() throws Exception {
        try (RawServer server = RawServer.that(RawServer.respond(429, "x-amzn-ErrorType: TooManyRequests\r\n", "{}"));
                TestLane lane = TestLane.at(server.uri())) {
            for (int call = 0; call < 20; call++) {
                assertThat(lane.call()).isInstanceOf(CallResult.Throttled.class);
            }
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void leavesTheChatInDoubtWhenNoAnswerComesInTime() throws Exception {
        try (RawServer server = RawServer.that(RawServer.silence());
                TestLane lane = TestLane.at(server.uri(), Duration.ofMillis(500))) {
            assertThat(lane.call()).isEqualTo(new CallResult.Unanswered("timeout", Optional.empty()));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerStopsHalfway() throws Exception {
        try (RawServer server = RawServer.that(RawServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"Con"));
                TestLane lane = TestLane.at(server.uri(), Duration.ofMillis(500))) {
            assertThat(lane.call()).isEqualTo(new CallResult.Unanswered("timeout", Optional.empty()));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void knowsThatARefusedConnectionSentNothing() throws Exception {
        try (Socket taken = new Socket()) {
            // Bound and not listening: refuses, and nobody else can be given the port meanwhile.
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (TestLane lane = TestLane.at(URI.create("http://127.0.0.1:" + taken.getLocalPort()))) {
                assertThat(lane.call()).isEqualTo(new CallResult.Unreachable("connection-refused"));
            }
        }
    }

    /** The SDK's pool alone loses about one refusal in thirty, and one unknown name in six: see {@link SingleEventLoopGroup}. */
    @Test
    void tellsEveryFailureToConnectAndNotThePoolsTimeout() throws Exception {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (TestLane refused = TestLane.at(URI.create("http://127.0.0.1:" + taken.getLocalPort()));
                    TestLane unknown = TestLane.at(URI.create("http://no-such-host.invalid"))) {
                for (int call = 0; call < 100; call++) {
                    assertThat(refused.call()).isEqualTo(new CallResult.Unreachable("connection-refused"));
                    assertThat(unknown.call()).isEqualTo(new CallResult.Unreachable("dns"));
                }
            }
        }
    }

    @Test
    void knowsThatNothingIsSentToAHostWithoutAnAddress() throws Exception {
        try (TestLane lane = TestLane.at(URI.create("http://no-such-host.invalid"))) {
            assertThat(lane.call()).isEqualTo(new CallResult.Unreachable("dns"));
        }
    }

    @Test
    void knowsThatNothingIsSentToAServerWhoseCertificateIsNotTrusted() throws Exception {
        try (RawServer server = RawServer.thatNobodyTrusts();
                TestLane lane = TestLane.at(server.uri(), Duration.ofSeconds(4))) {
            assertThat(lane.call()).isEqualTo(new CallResult.Unreachable("tls"));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void knowsThatACallWithoutAConnectionSentNothing() throws Exception {
        try (RawServer server = RawServer.that(RawServer.silence());
                TestLane lane = TestLane.narrow(server.uri(), Duration.ofSeconds(3))) {
            List<CompletableFuture<CallResult>> calls = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                calls.add(lane.starter().start(Requests.full().call(), "t" + i).toCompletableFuture());
            }
            Awaitility.await().until(() -> server.requests().size() == 2);

            CallResult third = lane.call();

            assertThat(third).isEqualTo(new CallResult.Unavailable("no-free-connection", Optional.empty()));
            for (CompletableFuture<CallResult> call : calls) {
                assertThat(call.get(30, TimeUnit.SECONDS))
                        .isEqualTo(new CallResult.Unanswered("timeout", Optional.empty()));
            }
            assertThat(server.requests()).hasSize(2);
        }
    }
}
