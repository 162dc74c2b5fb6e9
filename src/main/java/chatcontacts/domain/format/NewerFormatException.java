package chatcontacts.domain.format;

/** Thrown for bytes that a newer release wrote in a format that this one does not know. They are not broken. */
public final class NewerFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String format;

    /**
     * Names the format.
     *
     * @param format a few words such as "message version 3", for people and as a key
     */
    public NewerFormatException(String format) {
        super(format + " is newer than this release");
        this.format = format;
    }

    public String format() {
        return format;
    }
}
