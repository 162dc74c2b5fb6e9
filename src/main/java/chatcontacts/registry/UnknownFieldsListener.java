package chatcontacts.registry;

/** Is told once of each writer's schema that has fields which the shipped one does not know. Must not block or throw. */
@FunctionalInterface
public interface UnknownFieldsListener {

    /** Such a schema was met, with that many of them. */
    void found(int fields);
}
