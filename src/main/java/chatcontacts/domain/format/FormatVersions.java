package chatcontacts.domain.format;

/**
 * The versions of the service's own formats: one number for messages of the dispatch topic and for rows of the store, which
 * both begin with it. A release reads every version from {@link #OLDEST} to its newest and writes one of them, so that a rolling
 * upgrade can first teach all processes to read a version and only then let them write it.
 *
 * @param newest the newest version that is read
 * @param write the version that is written
 */
public record FormatVersions(int newest, int write) {

    /** The first version that was ever released. */
    public static final int OLDEST = 2;

    /** The newest version of this release. */
    public static final int NEWEST = 2;

    /** Reads and writes the newest version of this release. */
    public static final FormatVersions CURRENT = writing(NEWEST);

    public FormatVersions {
        if (write < OLDEST || write > newest || newest > 255) {
            throw new IllegalArgumentException(
                    "cannot write format " + write + ", known are " + OLDEST + " to " + newest);
        }
    }

    /** This release, held at that version. */
    public static FormatVersions writing(int version) {
        return new FormatVersions(NEWEST, version);
    }
}
