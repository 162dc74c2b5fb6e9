package chatcontacts.config;

import java.util.List;

/** Everything that is wrong with the settings, told at once. No message holds a secret's value. */
public final class InvalidConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // always a list of the JDK's that is serializable
    private final List<String> faults;

    public InvalidConfigurationException(List<String> faults) {
        super(faults.size() + (faults.size() == 1 ? " fault" : " faults") + " in the settings: "
                + String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** One message for each fault: the key, the value's shape and the rule. */
    public List<String> faults() {
        return faults;
    }
}
