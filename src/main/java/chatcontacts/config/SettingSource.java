package chatcontacts.config;

/** Where a setting's value came from; a later one overrides an earlier one. */
public enum SettingSource {
    /** The row's own default. */
    DEFAULT("default"),
    /** The properties file. */
    FILE("file"),
    /** An environment variable. */
    ENVIRONMENT("env"),
    /** The command line. */
    COMMAND_LINE("flag");

    private final String label;

    SettingSource(String label) {
        this.label = label;
    }

    /** The word that {@code config show} prints. */
    public String label() {
        return label;
    }
}
