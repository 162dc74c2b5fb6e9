package chatcontacts.registry;

/** Counts what {@link Writers} notes. Called on stream threads, by several at once; must not block or throw. */
public interface WriterMetrics {

    /**
     * A record arrived.
     *
     * @param schema the id of its writer's schema, or {@link Writers#OTHER}: bounded
     * @param withoutClientToken whether that schema lacks the client token
     */
    void written(String schema, boolean withoutClientToken);

    /** A new writer's schema has that many fields that are not passed on. */
    void unknownFields(int fields);
}
