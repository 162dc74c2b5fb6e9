package chatcontacts.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Carries {@link NewerMembers}: adds them to the body that the SDK has written, before it is signed, and keeps a copy of the
 * answer's body as it goes by. Leaves a call without {@link #CALL} as it is.
 */
final class NewerMembersInterceptor implements ExecutionInterceptor {

    private static final int COMMA = 1;

    /** What one call needs of this; set by the starter for calls that have such members. */
    static final ExecutionAttribute<NewerCall> CALL = new ExecutionAttribute<>("chatcontacts.NewerCall");

    /** A call with such members. */
    static final class NewerCall {
        private final byte[] members;
        private final BodyCopy response = new BodyCopy();

        /** @param members the inside of a JSON object */
        NewerCall(byte[] members) {
            this.members = members;
        }

        /** What its response has of them; call it when the response is complete. */
        NewerResponseMembers response() {
            return NewerResponseMembers.of(response.bytes());
        }
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        NewerCall call = attributes.getAttribute(CALL);
        return call == null
                ? context.requestBody()
                : context.requestBody().map(body -> RequestBody.fromBytes(joined(bytes(body), call.members)));
    }

    /** The SDK has set the length of its own body, and shows that body here too. */
    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        NewerCall call = attributes.getAttribute(CALL);
        if (call == null) {
            return context.httpRequest();
        }
        long length = context.requestBody()
                .flatMap(RequestBody::optionalContentLength)
                .orElseThrow(() -> new IllegalStateException("the request has no body to add members to"));
        return context.httpRequest().toBuilder()
                .putHeader("Content-Length", Long.toString(length + call.members.length + COMMA))
                .build();
    }

    @Override
    public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        NewerCall call = attributes.getAttribute(CALL);
        return call == null
                ? context.responsePublisher()
                : context.responsePublisher().map(call.response::of);
    }

    private static byte[] bytes(RequestBody body) {
        try (InputStream content = body.contentStreamProvider().newStream()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object with those members ahead of its own, of which it has some: InstanceId at least. */
    private static byte[] joined(byte[] object, byte[] members) {
        if (object.length < 3 || object[0] != '{') {
            throw new IllegalStateException("the SDK wrote something else than a JSON object with members");
        }
        return ByteBuffer.allocate(object.length + members.length + COMMA)
                .put((byte) '{')
                .put(members)
                .put((byte) ',')
                .put(object, 1, object.length - 1)
                .array();
    }
}
