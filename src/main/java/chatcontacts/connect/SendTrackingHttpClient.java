package chatcontacts.connect;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * An HTTP client that knows whether a failed request was sent. The client beneath asks for a request's body once it has a
 * connection to write on; a request that fails before (no address, refused, no free connection) fails with
 * {@link NeverSentException}. Connect cannot act on a request whose body it never got: all its parameters are in there.
 */
final class SendTrackingHttpClient implements SdkAsyncHttpClient {

    private final SdkAsyncHttpClient http;

    SendTrackingHttpClient(SdkAsyncHttpClient http) {
        this.http = http;
    }

    /** The cause kept the request from being sent. */
    static final class NeverSentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NeverSentException(Throwable cause) {
            super("not sent", cause);
        }
    }

    /** The SDK learns of failures from the response handler; it uses the future that this returns only to cancel. */
    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        Body body = new Body(request.requestContentPublisher());
        return http.execute(AsyncExecuteRequest.builder()
                .request(request.request())
                .requestContentPublisher(body)
                .responseHandler(new Handler(request.responseHandler(), body))
                .fullDuplex(request.fullDuplex())
                .metricCollector(request.metricCollector().orElse(null))
                .httpExecutionAttributes(request.httpExecutionAttributes())
                .build());
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        http.close();
    }

    /** The body of one request. */
    private static final class Body implements SdkHttpContentPublisher {
        private final SdkHttpContentPublisher content;
        private volatile boolean asked;

        Body(SdkHttpContentPublisher content) {
            this.content = content;
        }

        @Override
        public Optional<Long> contentLength() {
            return content.contentLength();
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            asked = true;
            content.subscribe(subscriber);
        }

        Throwable judge(Throwable failure) {
            return asked ? failure : new NeverSentException(failure);
        }
    }

    /** Tells the SDK of the response, and of failures with our verdict. */
    private record Handler(SdkAsyncHttpResponseHandler handler, Body body) implements SdkAsyncHttpResponseHandler {
        @Override
        public void onHeaders(SdkHttpResponse headers) {
            handler.onHeaders(headers);
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            handler.onStream(stream);
        }

        @Override
        public void onError(Throwable failure) {
            handler.onError(body.judge(failure));
        }
    }
}
