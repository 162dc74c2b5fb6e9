package chatcontacts.dispatch.engine;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.request.RequestId;

/** The result of one call, on its way from a thread of the AWS client to the stream thread. */
public record CompletedCall(String lane, RequestId id, long number, CallResult result) {}
