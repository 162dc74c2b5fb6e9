package chatcontacts.domain.admission;

/** Where a limit comes from, the weakest first: where several sources tell the same limit, the last of them counts. */
public enum LimitSource {
    /** Nobody told: what AWS documents as its default. */
    DEFAULT("documented default"),
    /** AWS says that it applies. */
    DISCOVERED("discovered"),
    /** The settings say so. */
    CONFIGURED("configured"),
    /** Results of calls taught it. */
    LEARNED("learned"),
    /** An operator wants it while the service runs. */
    OPERATOR("set by an operator");

    private final String words;

    LimitSource(String words) {
        this.words = words;
    }

    /** For people. */
    public String inWords() {
        return words;
    }
}
