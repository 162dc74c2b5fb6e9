package chatcontacts.testkit.connect;

import java.util.List;
import java.util.Map;

/**
 * What the simulated Connect has seen since the start, by which its client is judged. A copy: it does not change.
 *
 * @param calls all that came, refused, cut and unreadable ones included
 * @param answers by kind, see {@link ReceivedCall#kind()}
 * @param created new contacts, those included whose answer never came
 * @param tokensWithContact how many tokens made a contact
 * @param tokensWithSeveralContacts how many made more than one: only possible past the token window
 * @param mostCallsOfOneToken the most calls that any one token needed
 * @param untokened understood calls without a client token
 * @param unsigned calls without a SigV4 signature for {@code connect}
 * @param undocumentedFields fields in bodies that the API does not have
 * @param inFlight calls that wait for their answer; one whose connection is gone no longer does
 * @param sdkAttempts calls by the attempt that the SDK writes into {@code amz-sdk-request}: any but 1 is a retry of its own, 0
 *     stands for no header
 * @param userAgents calls by user agent, for the first 20 of them
 * @param active active chats by instance, foreign ones included
 * @param mostActive for each instance the most chats that were ever active at once
 * @param violations what a correct client never does: sentences, one for each time
 * @param arrivals when calls came
 * @param received the last 1,000 understood calls, oldest first
 */
public record ConnectStats(
        long calls,
        Map<String, Long> answers,
        long created,
        long tokensWithContact,
        long tokensWithSeveralContacts,
        int mostCallsOfOneToken,
        long untokened,
        long unsigned,
        long undocumentedFields,
        int inFlight,
        int mostInFlight,
        Map<Integer, Long> sdkAttempts,
        Map<String, Long> userAgents,
        Map<String, Integer> active,
        Map<String, Integer> mostActive,
        long eventsPosted,
        long eventsLost,
        long eventsDuplicated,
        List<String> violations,
        CallTimes arrivals,
        List<ReceivedCall> received) {

    /** Answers of that kind. */
    public long answers(String kind) {
        return answers.getOrDefault(kind, 0L);
    }

    /** Calls that made no new contact, for whatever reason. */
    public long wasted() {
        return calls - created;
    }
}
