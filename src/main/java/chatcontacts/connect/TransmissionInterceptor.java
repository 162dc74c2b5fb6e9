package chatcontacts.connect;

import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Notes that the SDK hands a signed request to the HTTP client: what fails before has not left this process. */
final class TransmissionInterceptor implements ExecutionInterceptor {

    /** Set by the starter for each call, turned true here. */
    static final ExecutionAttribute<AtomicBoolean> BEGUN = new ExecutionAttribute<>("chatcontacts.TransmissionBegun");

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attributes.getOptionalAttribute(BEGUN).ifPresent(begun -> begun.set(true));
    }
}
