/** What a producer asks for: the parameters of one StartChatContact call and what the service itself reads beside them. */
@NullMarked
package chatcontacts.domain.request;

import org.jspecify.annotations.NullMarked;
