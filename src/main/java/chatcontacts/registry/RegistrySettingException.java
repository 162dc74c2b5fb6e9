package chatcontacts.registry;

/** A setting {@code serde.*} that Confluent's client of the registry does not take. Its message quotes no value. */
public final class RegistrySettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    RegistrySettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
