package chatcontacts.registry;

import java.util.UUID;

/** How a value names its writer's schema. */
sealed interface SchemaId {

    /** The number or the GUID alone. */
    String shortName();

    /** By the number that its registry gave it. */
    record Numbered(int id) implements SchemaId {
        @Override
        public String shortName() {
            return Integer.toString(id);
        }

        @Override
        public String toString() {
            return "id " + id;
        }
    }

    /** By a name that is the same in every registry, as Confluent's serializers of release 8 can write it. */
    record Global(UUID guid) implements SchemaId {
        @Override
        public String shortName() {
            return guid.toString();
        }

        @Override
        public String toString() {
            return "GUID " + guid;
        }
    }
}
