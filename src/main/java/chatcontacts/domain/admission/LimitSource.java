package chatcontacts.domain.admission;

/** Where a limit comes from, the weakest first: where several sources tell the same limit, the last of them counts. */
public enum LimitSource {
    /** Nobody told: what AWS documents as its default. */
    DEFAULT,
    /** AWS says that it applies. */
    DISCOVERED,
    /** The settings say so. */
    CONFIGURED,
    /** Results of calls taught it. */
    LEARNED,
    /** An operator wants it while the service runs. */
    OPERATOR
}
