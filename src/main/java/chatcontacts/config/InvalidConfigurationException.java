package chatcontacts.config;

import java.util.List;

/** Invalid settings: reports all problems at once. No message contains the value of a secret. */
public final class InvalidConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // always a list of the JDK's that is serializable
    private final List<String> problems;

    public InvalidConfigurationException(List<String> problems) {
        super(problems.size() + (problems.size() == 1 ? " problem" : " problems") + " in the settings: "
                + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One message for each problem: the key, the value in masked form, and the rule. */
    public List<String> problems() {
        return problems;
    }
}
