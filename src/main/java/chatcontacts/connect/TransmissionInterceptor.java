package chatcontacts.connect;

import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Records that the SDK passes a signed request to the HTTP client: a call that fails earlier has not left this process. */
final class TransmissionInterceptor implements ExecutionInterceptor {

    /** Set by the starter for each call; becomes true here. */
    static final ExecutionAttribute<AtomicBoolean> BEGUN = new ExecutionAttribute<>("chatcontacts.TransmissionBegun");

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attributes.getOptionalAttribute(BEGUN).ifPresent(begun -> begun.set(true));
    }
}
