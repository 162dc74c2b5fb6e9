package chatcontacts.dispatch;

import chatcontacts.domain.call.Answer;
import chatcontacts.domain.request.RequestId;

/** The answer to one call, on its way from a thread of the AWS client to the stream thread. */
record Delivery(String lane, RequestId id, long number, Answer answer) {}
