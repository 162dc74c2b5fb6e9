package chatcontacts.dispatch.store;

/** Thrown if a newer release wrote the store in a format that this one does not know. The message says what to do. */
public final class NewerStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says who wrote what.
     *
     * @param writer the version of the service that wrote the newest row
     * @param version of the formats of that row
     * @param newest the newest version that is known
     */
    public NewerStoreException(String writer, int version, int newest) {
        super("the state of the lanes was written by version " + writer + " of the service in format " + version
                + ", this one knows formats up to " + newest + "; start that version or a later one");
    }
}
