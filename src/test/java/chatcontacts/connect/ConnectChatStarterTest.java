package chatcontacts.connect;

import static chatcontacts.connect.TestLane.answerTo;
import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.request.Requests;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                      "CustomerId": "customer-9",
                      "DisconnectOnCustomerExit": ["AGENT"],
                      "ConnectionTypes": ["WEBSOCKET", "CONNECTION_CREDENTIALS"],
                      "ChatStreamingConfiguration": {
                        "StreamingEndpointArn": "arn:aws:sns:eu-west-2:123456789012:chats"
                      }
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
        CallResult answer = answerTo(RawServer.respond(200, "x-amzn-RequestId: r-1\r\n", STARTED));

        assertThat(answer)
                .isEqualTo(new CallResult.ChatStarted(
                        "c-1",
                        "p-1",
                        ParticipantCredentials.of("hidden-token"),
                        Optional.of("c-0"),
                        Optional.empty(),
                        Optional.of("r-1")));
        assertThat(answer.toString()).doesNotContain("hidden-token");
    }

    @Test
    void tellsOfAChatThatContinuesNone() throws Exception {
        CallResult answer = answerTo(RawServer.respond(
                200, "", "{\"ContactId\":\"c\",\"ParticipantId\":\"p\",\"ParticipantToken\":\"t\",\"New\":[1]}"));

        assertThat(answer)
                .isEqualTo(new CallResult.ChatStarted(
                        "c",
                        "p",
                        ParticipantCredentials.of("t"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
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
        "400, InvalidActiveRegionException, AccessDenied",
        "500, InternalServiceException, Unavailable",
        "503, ServiceUnavailable, Unavailable",
        "504, GatewayTimeoutException, Unavailable",
        "408, RequestTimeout, Unavailable",
        "403, UnrecognizedClientException, CredentialsRejected",
        "400, UnrecognizedClientException, CredentialsRejected",
        "403, InvalidSignatureException, CredentialsRejected",
        "403, SignatureDoesNotMatch, CredentialsRejected",
        "400, IncompleteSignature, CredentialsRejected",
        "403, IncompleteSignatureException, CredentialsRejected",
        "403, MissingAuthenticationToken, CredentialsRejected",
        "403, MissingAuthenticationTokenException, CredentialsRejected",
        "403, ExpiredToken, CredentialsRejected",
        "403, ExpiredTokenException, CredentialsRejected",
        "403, InvalidClientTokenId, CredentialsRejected",
        "400, RequestExpired, CredentialsRejected",
        "403, OptInRequired, CredentialsRejected"
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
            CallResult answer = answerTo(spelling);
            assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(answer.toString()).contains("errorCode=" + code + ",").doesNotContain(secret);
        }
    }

    @Test
    void aQuotaIsKnownByTheTextOfA429WhateverItsType() throws Exception {
        for (RawServer.Behaviour told : List.of(
                RawServer.respond(429, "", "{\"code\":\"X\",\"msg\":\"Service Quota Exceeded\"}"),
                RawServer.respond(429, "x-amzn-ErrorType: Odd\r\n", "{\"Message\":\"Service Quota Exceeded\"}"))) {
            assertThat(answerTo(told)).isInstanceOf(CallResult.QuotaFull.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, Rejected",
        "404, Rejected",
        "401, CredentialsRejected",
        "407, CredentialsRejected",
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
        CallResult answer = answerTo(RawServer.respond(status, "", "<html>no"));

        assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(answer.toString()).contains("errorCode=http-" + status + ",");
    }

    @Test
    void doesNotPassOnAnErrorCodeThatIsNone() throws Exception {
        assertThat(answerTo(RawServer.respond(400, "x-amzn-ErrorType: what the customer said\r\n", "{}")))
                .isEqualTo(new CallResult.Rejected("http-400", Optional.empty()));
    }

    @Test
    void tellsTheReasonOfAnInvalidRequestAndNothingElseOfIt() throws Exception {
        String body =
                "{\"Message\":\"what the customer said\",\"Reason\":{\"AttachedFileInvalidRequestExceptionReason\":\"%s\"}}";
        String header = "x-amzn-ErrorType: InvalidRequestException\r\n";

        assertThat(answerTo(RawServer.respond(400, header, body.formatted("INVALID_FILE_TYPE"))))
                .isEqualTo(new CallResult.Rejected("InvalidRequestException.INVALID_FILE_TYPE", Optional.empty()));
        assertThat(answerTo(RawServer.respond(400, header, body.formatted("what the customer said"))))
                .isEqualTo(new CallResult.Rejected("InvalidRequestException", Optional.empty()));
        assertThat(answerTo(RawServer.respond(400, header, "{\"Reason\":{}}")))
                .isEqualTo(new CallResult.Rejected("InvalidRequestException", Optional.empty()));
    }

    @Test
    void keepsTheRequestIdOfAnError() throws Exception {
        assertThat(answerTo(RawServer.respond(
                        500, "x-amzn-RequestId: r-9\r\nx-amzn-ErrorType: InternalServiceException\r\n", "{}")))
                .isEqualTo(new CallResult.Unavailable("InternalServiceException", Optional.of("r-9")));
    }

    @Test
    void answersEveryCallThatIsUnderWayWhenItCloses() throws Exception {
        try (RawServer server = RawServer.that(RawServer.silence())) {
            TestLane lane = TestLane.at(server.uri());
            CompletableFuture<CallResult> call =
                    lane.starter().start(Requests.full().call(), "t").toCompletableFuture();
            Awaitility.await().until(() -> server.requests().size() == 1);

            lane.close();

            assertThat(call.get(30, TimeUnit.SECONDS)).isInstanceOf(CallResult.Unanswered.class);
        }
    }

    @Test
    void answersACallThatComesAfterItClosed() throws Exception {
        try (RawServer server = RawServer.that(RawServer.respond(200, "", STARTED))) {
            TestLane lane = TestLane.at(server.uri());
            lane.close();

            assertThat(lane.call()).isEqualTo(new CallResult.Unavailable("closed", Optional.empty()));
            assertThat(server.requests()).isEmpty();
        }
    }
}
