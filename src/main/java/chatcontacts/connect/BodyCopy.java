package chatcontacts.connect;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A copy of a response's body, made while it passes on to the SDK; empty if the body is longer than {@value #MAX_BYTES} bytes.
 * Written by the event loop that reads the response; safe to read once the call has completed.
 */
final class BodyCopy {

    /** Ten times what the longest documented response takes. */
    static final int MAX_BYTES = 64 * 1024;

    private final ByteArrayOutputStream copy = new ByteArrayOutputStream(4096);
    private boolean tooLong;

    /** That body, which is copied as it is read. */
    Publisher<ByteBuffer> of(Publisher<ByteBuffer> body) {
        return subscriber -> body.subscribe(new Copying(subscriber));
    }

    byte[] bytes() {
        return tooLong ? new byte[0] : copy.toByteArray();
    }

    private void add(ByteBuffer part) {
        if (part.remaining() > MAX_BYTES - copy.size()) {
            tooLong = true;
        }
        if (!tooLong) {
            byte[] bytes = new byte[part.remaining()];
            part.duplicate().get(bytes);
            copy.writeBytes(bytes);
        }
    }

    private final class Copying implements Subscriber<ByteBuffer> {
        private final Subscriber<? super ByteBuffer> reader;

        Copying(Subscriber<? super ByteBuffer> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            reader.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer part) {
            add(part);
            reader.onNext(part);
        }

        @Override
        public void onError(Throwable failure) {
            reader.onError(failure);
        }

        @Override
        public void onComplete() {
            reader.onComplete();
        }
    }
}
