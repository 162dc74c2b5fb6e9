package chatcontacts.registry;

/** Hears of each value whose writer's schema is known. Called on several threads; must not block or throw. */
@FunctionalInterface
interface WriterListener {

    /** Hears nothing. */
    WriterListener NONE = (schema, subject, differences) -> {};

    /**
     * A value is about to be read.
     *
     * @param subject of the value's topic
     * @param differences of its writer's schema from the shipped one
     */
    void written(SchemaId schema, String subject, SchemaDifferences differences);
}
