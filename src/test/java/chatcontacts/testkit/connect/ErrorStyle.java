package chatcontacts.testkit.connect;

/**
 * How errors are written on the wire; all of these have been seen from AWS.
 *
 * @param suffixedCode {@code x-amzn-ErrorType: Code:http://internal.amazon.com/coral/com.amazonaws.connect/}
 * @param lowerCaseMessage {@code {"message": ..}} instead of {@code {"Message": ..}}
 */
public record ErrorStyle(boolean suffixedCode, boolean lowerCaseMessage) {

    public static final ErrorStyle PLAIN = new ErrorStyle(false, false);

    String header(ConnectError error) {
        return suffixedCode ? error.code() + ":http://internal.amazon.com/coral/com.amazonaws.connect/" : error.code();
    }

    String messageField() {
        return lowerCaseMessage ? "message" : "Message";
    }
}
