package chatcontacts.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import chatcontacts.domain.call.Answer;
import chatcontacts.domain.request.Requests;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Real HTTP against a server that answers as told. In every case the SDK must have made exactly one request. */
class ConnectChatStarterTest {

    private static final String STARTED = """
            {"ContactId":"c-1","ParticipantId":"p-1","ParticipantToken":"hidden-token","ContinuedFromContactId":"c-0"}""";

    @Test
    void sendsEveryParameterInOneSignedRequest() throws Exception {
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.at(server.uri())) {
            lane.call();

            RawServer.Request request = server.requests().getFirst();
            assertThat(server.requests()).hasSize(1);
            assertThat(request.head()).startsWith("PUT /contact/chat HTTP/1.1");
            assertThat(request.header("Authorization"))
                    .contains("Credential=AKIDTEST/")
                    .contains("/eu-west-2/connect/aws4_request");
            ObjectMapper json = new ObjectMapper();
            assertThat(json.readTree(request.body())).isEqualTo(json.readTree("""
                    {
                      "InstanceId": "8b2cd6a4-1f0e-4f1b-9d37-5c8f3a6e2b10",
                      "ContactFlowId": "flow-1",
                      "ParticipantDetails": {"DisplayName": "Ada"},
                      "Attributes": {"tier": "gold", "lang": "grüezi"},
                      "ParticipantConfiguration": {"ResponseMode": "INCREMENTAL"},
                      "InitialMessage": {"ContentType": "text/plain", "Content": "Hello, I need help"},
                      "ClientToken": "token/1",
                      "ChatDurationInMinutes": 120,
                      "SupportedMessagingContentTypes": [
                        "text/plain",
                        "application/vnd.amazonaws.connect.message.interactive",
                        "application/vnd.amazonaws.connect.message.interactive.response"
                      ],
                      "PersistentChat": {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "contact-0"},
                      "SegmentAttributes": {
                        "connect:Subtype": {"ValueString": "connect:Guide"},
                        "level": {"ValueInteger": -7},
                        "where": {"ValueArn": "arn:aws:connect:eu-west-2:123456789012:instance/x"},
                        "more": {"ValueMap": {"list": {"ValueList": [{"ValueString": "a"}, {"ValueInteger": 2}]}}}
                      },
                      "CustomerId": "customer-9"
                    }"""));
        }
    }

    @Test
    void leavesOutWhatIsAbsent() throws Exception {
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.at(server.uri())) {
            var call = Requests.call();
            call.relatedContactId = Optional.of("related");
            lane.starter().start(call.build(), "t").toCompletableFuture().get(30, TimeUnit.SECONDS);

            ObjectMapper json = new ObjectMapper();
            assertThat(json.readTree(server.requests().getFirst().body())).isEqualTo(json.readTree("""
                    {
                      "InstanceId": "8b2cd6a4-1f0e-4f1b-9d37-5c8f3a6e2b10",
                      "ContactFlowId": "flow-1",
                      "ParticipantDetails": {"DisplayName": "Ada"},
                      "ClientToken": "t",
                      "RelatedContactId": "related"
                    }"""));
        }
    }

    @Test
    void tellsOfAStartedChatWithoutPrintingItsToken() throws Exception {
        Answer answer = answerTo(RawServer.respond(200, "x-amzn-RequestId: r-1\r\n", STARTED));

        assertThat(answer)
                .isEqualTo(new Answer.Started("c-1", "p-1", "hidden-token", Optional.of("c-0"), Optional.of("r-1")));
        assertThat(answer.toString()).doesNotContain("hidden-token");
    }

    @Test
    void tellsOfAChatThatContinuesNone() throws Exception {
        Answer answer = answerTo(RawServer.respond(
                200, "", "{\"ContactId\":\"c\",\"ParticipantId\":\"p\",\"ParticipantToken\":\"t\",\"New\":[1]}"));

        assertThat(answer).isEqualTo(new Answer.Started("c", "p", "t", Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidRequestException, Rejected",
        "400, InvalidParameterException, Rejected",
        "404, ResourceNotFoundException, Rejected",
        "409, ResourceConflictException, Rejected",
        "403, AccessDeniedException, AccessDenied",
        "403, AccessDenied, AccessDenied",
        "402, ServiceQuotaExceededException, QuotaFull",
        "402, PaymentNeverHeardOf, QuotaFull",
        "429, LimitExceededException, QuotaFull",
        "429, LimitExceeded, QuotaFull",
        "429, TooManyRequests, Throttled",
        "429, TooManyRequestsException, Throttled",
        "429, ThrottlingException, Throttled",
        "400, ThrottlingException, Throttled",
        "429, NeverHeardOfException, Throttled",
        "500, InternalServiceException, Unavailable",
        "503, ServiceUnavailable, Unavailable",
        "504, GatewayTimeoutException, Unavailable",
        "408, RequestTimeout, Unavailable",
        "403, UnrecognizedClientException, CredentialsRefused",
        "400, UnrecognizedClientException, CredentialsRefused",
        "403, InvalidSignatureException, CredentialsRefused",
        "403, SignatureDoesNotMatch, CredentialsRefused",
        "400, IncompleteSignature, CredentialsRefused",
        "403, IncompleteSignatureException, CredentialsRefused",
        "403, MissingAuthenticationToken, CredentialsRefused",
        "403, MissingAuthenticationTokenException, CredentialsRefused",
        "403, ExpiredToken, CredentialsRefused",
        "403, ExpiredTokenException, CredentialsRefused",
        "403, InvalidClientTokenId, CredentialsRefused",
        "400, RequestExpired, CredentialsRefused",
        "403, OptInRequired, CredentialsRefused"
    })
    void readsAnErrorInEverySpelling(int status, String code, String kind) throws Exception {
        String type = "x-amzn-ErrorType: " + code;
        String secret = "customer's words";
        List<RawServer.Behaviour> spellings = List.of(
                RawServer.respond(status, type + "\r\n", "{\"Message\":\"" + secret + "\"}"),
                RawServer.respond(status, type + "\r\n", "{\"message\":\"" + secret + "\"}"),
                RawServer.respond(status, type + ":http://internal.amazon.com/coral/x/\r\n", "{}"),
                RawServer.respond(status, type + "\r\n", ""),
                RawServer.respond(status, "", "{\"__type\":\"com.amazonaws.connect#" + code + "\",\"message\":\"m\"}"));

        for (RawServer.Behaviour spelling : spellings) {
            Answer answer = answerTo(spelling);
            assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(answer.toString()).contains("errorCode=" + code + ",").doesNotContain(secret);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, Rejected",
        "404, Rejected",
        "401, CredentialsRefused",
        "407, CredentialsRefused",
        "402, QuotaFull",
        "403, AccessDenied",
        "408, Unavailable",
        "429, Throttled",
        "500, Unavailable",
        "502, Unavailable",
        "503, Unavailable",
        "504, Unanswered",
        "301, Unavailable",
        "999, Unanswered"
    })
    void readsTheStatusWhereAnErrorHasNoName(int status, String kind) throws Exception {
        Answer answer = answerTo(RawServer.respond(status, "", "<html>no"));

        assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(answer.toString()).contains("errorCode=http-" + status + ",");
    }

    @Test
    void doesNotPassOnAnErrorCodeThatIsNone() throws Exception {
        assertThat(answerTo(RawServer.respond(400, "x-amzn-ErrorType: what the customer said\r\n", "{}")))
                .isEqualTo(new Answer.Rejected("http-400", Optional.empty()));
    }

    @Test
    void keepsTheRequestIdOfAnError() throws Exception {
        assertThat(answerTo(RawServer.respond(
                        500, "x-amzn-RequestId: r-9\r\nx-amzn-ErrorType: InternalServiceException\r\n", "{}")))
                .isEqualTo(new Answer.Unavailable("InternalServiceException", Optional.of("r-9")));
    }

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
                .isEqualTo(new Answer.Unanswered("answer-incomplete", Optional.empty()));
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerIsEmpty() throws Exception {
        assertThat(answerTo(RawServer.respond(200, "", ""))).isInstanceOf(Answer.Unanswered.class);
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerCannotBeRead() throws Exception {
        assertThat(answerTo(RawServer.respond(200, "", "{\"ContactId\":\"c\",")))
                .isEqualTo(new Answer.Unanswered("answer-unreadable", Optional.empty()));
        assertThat(answerTo(RawServer.respond(200, "", "<html>")))
                .isEqualTo(new Answer.Unanswered("answer-unreadable", Optional.empty()));
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerIsCut() throws Exception {
        assertThat(answerTo(RawServer.rawThenClose(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"Contact")))
                .isEqualTo(new Answer.Unanswered("answer-cut", Optional.empty()));
        assertThat(answerTo(RawServer.rawThenClose("HTTP/1.1 200 OK\r\nContent-Le")))
                .isInstanceOf(Answer.Unanswered.class);
        assertThat(answerTo(RawServer.rawThenClose(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"ContactId")))
                .isInstanceOf(Answer.Unanswered.class);
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerIsNotHttp() throws Exception {
        assertThat(answerTo(RawServer.rawThenClose("SSH-2.0-OpenSSH\r\n\r\n"))).isInstanceOf(Answer.Unanswered.class);
    }

    @Test
    void leavesTheChatInDoubtWhenTheServerHangsUpAfterTheRequest() throws Exception {
        assertThat(answerTo(RawServer.reset())).isEqualTo(new Answer.Unanswered("connection-reset", Optional.empty()));
        assertThat(answerTo(RawServer.hangUp())).isEqualTo(new Answer.Unanswered("connection-reset", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void answersACallWhoseConnectionIsResetAtOnce(String scheme) throws Exception {
        try (RawServer server = RawServer.thatResetsConnections();
                TestLane lane = TestLane.at(URI.create(scheme + "://localhost:" + server.port()))) {
            // In doubt if the SDK had begun to write before it noticed: the two run side by side.
            assertThat(lane.call())
                    .isIn(
                            new Answer.Unanswered("connection-reset", Optional.empty()),
                            new Answer.Unavailable("connection-failed", Optional.empty()));
        }
    }

    @Test
    void leavesTheChatInDoubtWhenNoAnswerComesInTime() throws Exception {
        try (RawServer server = RawServer.that(RawServer.silence());
                TestLane lane = TestLane.at(server.uri(), Duration.ofMillis(500))) {
            assertThat(lane.call()).isEqualTo(new Answer.Unanswered("timeout", Optional.empty()));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void leavesTheChatInDoubtWhenTheAnswerStopsHalfway() throws Exception {
        try (RawServer server = RawServer.that(RawServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"Con"));
                TestLane lane = TestLane.at(server.uri(), Duration.ofMillis(500))) {
            assertThat(lane.call()).isEqualTo(new Answer.Unanswered("timeout", Optional.empty()));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void knowsThatARefusedConnectionSentNothing() throws Exception {
        try (Socket taken = new Socket()) {
            // Bound and not listening: refuses, and nobody else can be given the port meanwhile.
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (TestLane lane = TestLane.at(URI.create("http://127.0.0.1:" + taken.getLocalPort()))) {
                assertThat(lane.call()).isEqualTo(new Answer.Unreachable("connection-refused"));
            }
        }
    }

    /** The SDK's pool alone loses about one refusal in thirty, and one unknown name in six: see {@link CrossingLoops}. */
    @Test
    void tellsEveryFailureToConnectAndNotThePoolsTimeout() throws Exception {
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (TestLane refused = TestLane.at(URI.create("http://127.0.0.1:" + taken.getLocalPort()));
                    TestLane unknown = TestLane.at(URI.create("http://no-such-host.invalid"))) {
                for (int call = 0; call < 100; call++) {
                    assertThat(refused.call()).isEqualTo(new Answer.Unreachable("connection-refused"));
                    assertThat(unknown.call()).isEqualTo(new Answer.Unreachable("dns"));
                }
            }
        }
    }

    @Test
    void knowsThatNothingIsSentToAHostWithoutAnAddress() throws Exception {
        try (TestLane lane = TestLane.at(URI.create("http://no-such-host.invalid"))) {
            assertThat(lane.call()).isEqualTo(new Answer.Unreachable("dns"));
        }
    }

    @Test
    void knowsThatNothingIsSentToAServerWhoseCertificateIsNotTrusted() throws Exception {
        try (RawServer server = RawServer.thatNobodyTrusts();
                TestLane lane = TestLane.at(server.uri(), Duration.ofSeconds(4))) {
            assertThat(lane.call()).isEqualTo(new Answer.Unreachable("tls"));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void knowsThatACallWithoutAConnectionSentNothing() throws Exception {
        try (RawServer server = RawServer.that(RawServer.silence());
                TestLane lane = TestLane.narrow(server.uri(), Duration.ofSeconds(3))) {
            List<CompletableFuture<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                calls.add(lane.starter().start(Requests.full().call(), "t" + i).toCompletableFuture());
            }
            Awaitility.await().until(() -> server.requests().size() == 2);

            Answer third = lane.call();

            assertThat(third).isEqualTo(new Answer.Unavailable("no-free-connection", Optional.empty()));
            for (CompletableFuture<Answer> call : calls) {
                assertThat(call.get(30, TimeUnit.SECONDS))
                        .isEqualTo(new Answer.Unanswered("timeout", Optional.empty()));
            }
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void answersEveryCallThatIsUnderWayWhenItCloses() throws Exception {
        try (RawServer server = RawServer.that(RawServer.silence())) {
            TestLane lane = TestLane.at(server.uri());
            CompletableFuture<Answer> call =
                    lane.starter().start(Requests.full().call(), "t").toCompletableFuture();
            Awaitility.await().until(() -> server.requests().size() == 1);

            lane.close();

            assertThat(call.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Unanswered.class);
        }
    }

    @Test
    void answersACallThatComesAfterItClosed() throws Exception {
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED))) {
            TestLane lane = TestLane.at(server.uri());
            lane.close();

            assertThat(lane.call()).isEqualTo(new Answer.Unavailable("closed", Optional.empty()));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void doesNotWaitForCredentialsOnTheCallersThread() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        AwsCredentialsProvider slow = () -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw SdkClientException.create("interrupted", e);
            }
            return TestLane.CREDENTIALS.resolveCredentials();
        };
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.with(server.uri(), slow)) {
            CompletableFuture<Answer> call = assertTimeoutPreemptively(
                    Duration.ofMillis(500),
                    () -> lane.starter().start(Requests.full().call(), "t").toCompletableFuture());
            assertThat(call).isNotDone();

            released.countDown();

            assertThat(call.get(30, TimeUnit.SECONDS)).isInstanceOf(Answer.Started.class);
        }
    }

    @Test
    void givesUpOnCredentialsThatDoNotCome() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AwsCredentialsProvider hanging = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw SdkClientException.create("late");
        };
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.with(server.uri(), hanging)) {
            assertThat(lane.call()).isEqualTo(new Answer.Unavailable("credentials-unreachable", Optional.empty()));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void tellsOfMissingCredentialsWithoutACall() throws Exception {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        };
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED));
                TestLane lane = TestLane.with(server.uri(), none)) {
            assertThat(lane.call()).isEqualTo(new Answer.CredentialsRefused("credentials-missing", Optional.empty()));
            assertThat(server.requests()).isEmpty();
        }
    }

    private static Answer answerTo(RawServer.Behaviour behaviour) throws Exception {
        try (RawServer server = RawServer.that(behaviour);
                TestLane lane = TestLane.at(server.uri())) {
            Answer answer = lane.call();
            assertThat(server.requests()).hasSize(1);
            return answer;
        }
    }
}
