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
 * An HTTP client that tracks whether a failed request was sent. The client that it wraps subscribes to a request's body once it has a
 * connection; a request that fails before (unknown host, connection refused, no free connection) fails with
 * {@link NeverSentException}. Connect cannot act on a request without its body, which contains all parameters.
 */
final class SendTrackingHttpClient implements SdkAsyncHttpClient {

    private final SdkAsyncHttpClient http;

    SendTrackingHttpClient(SdkAsyncHttpClient http) {
        this.http = http;
    }

    /** The request was not sent, because of the cause. */
    static final class NeverSentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NeverSentException(Throwable cause) {
            super("not sent", cause);
        }
    }

    /** The SDK gets failures from the response handler; it uses the returned future only to cancel. */
    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        TrackedBody body = new TrackedBody(request.requestContentPublisher());
        return http.execute(AsyncExecuteRequest.builder()
                .request(request.request())
                .requestContentPublisher(body)
                .responseHandler(new TrackingHandler(request.responseHandler(), body))
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
    private static final class TrackedBody implements SdkHttpContentPublisher {
        private final SdkHttpContentPublisher content;
        private volatile boolean subscribed;

        TrackedBody(SdkHttpContentPublisher content) {
            this.content = content;
        }

        @Override
        public Optional<Long> contentLength() {
            return content.contentLength();
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            subscribed = true;
            content.subscribe(subscriber);
        }

        Throwable classify(Throwable failure) {
            return subscribed ? failure : new NeverSentException(failure);
        }
    }

    /** Passes the response on to the SDK, and failures as classified by the body. */
    private record TrackingHandler(SdkAsyncHttpResponseHandler handler, TrackedBody body)
            implements SdkAsyncHttpResponseHandler {
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
            handler.onError(body.classify(failure));
        }
    }
}
