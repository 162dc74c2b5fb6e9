package chatcontacts.connect;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * An HTTP client that tracks whether a failed request was sent. The client that it wraps subscribes to a request's body once it has a
 * connection; a request that fails before (unknown host, connection refused, no free connection) fails with
 * {@link NeverSentException}. Connect cannot act on a request without its body, which contains all parameters.
 *
 * <p>The SDK cancels a request whose answer is an error, also when it has read that answer to its end, and the wrapped client would
 * close the connection, maybe under the next request. So only a request whose answer is still due can be cancelled.
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
        TrackingHandler handler = new TrackingHandler(request.responseHandler(), body);
        CompletableFuture<Void> execution = http.execute(AsyncExecuteRequest.builder()
                .request(request.request())
                .requestContentPublisher(body)
                .responseHandler(handler)
                .fullDuplex(request.fullDuplex())
                .metricCollector(request.metricCollector().orElse(null))
                .httpExecutionAttributes(request.httpExecutionAttributes())
                .build());
        CompletableFuture<Void> cancellable = execution.copy();
        var unused = cancellable.whenComplete((done, failure) -> {
            if (failure != null && !handler.answered) {
                execution.completeExceptionally(failure);
            }
        });
        return cancellable;
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
    private static final class TrackingHandler implements SdkAsyncHttpResponseHandler {
        private final SdkAsyncHttpResponseHandler handler;
        private final TrackedBody body;
        /** The whole response was received. */
        private volatile boolean answered;

        TrackingHandler(SdkAsyncHttpResponseHandler handler, TrackedBody body) {
            this.handler = handler;
            this.body = body;
        }

        @Override
        public void onHeaders(SdkHttpResponse headers) {
            handler.onHeaders(headers);
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            handler.onStream(subscriber -> stream.subscribe(new TrackingSubscriber(subscriber)));
        }

        @Override
        public void onError(Throwable failure) {
            handler.onError(body.classify(failure));
        }

        /** The SDK cancels from within onComplete. */
        private final class TrackingSubscriber implements Subscriber<ByteBuffer> {
            private final Subscriber<? super ByteBuffer> subscriber;

            TrackingSubscriber(Subscriber<? super ByteBuffer> subscriber) {
                this.subscriber = subscriber;
            }

            @Override
            public void onSubscribe(Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer part) {
                subscriber.onNext(part);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                answered = true;
                subscriber.onComplete();
            }
        }
    }
}
