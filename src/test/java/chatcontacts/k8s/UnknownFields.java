package chatcontacts.k8s;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what the models did not know: it lands in {@code additionalProperties}, at any depth. */
final class UnknownFields {

    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    /** Their paths. */
    static List<String> in(Object model) {
        UnknownFields fields = new UnknownFields();
        fields.look("", model);
        return fields.found;
    }

    private void look(String path, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((key, it) -> look(path + "." + key, it));
            case Collection<?> all -> all.forEach(it -> look(path + "[]", it));
            case Enum<?> ignored -> {}
            default -> {
                for (Class<?> type = value.getClass(); isModel(type); type = type.getSuperclass()) {
                    lookAtFields(path, value, type);
                }
            }
        }
    }

    private static boolean isModel(Class<?> type) {
        return type.getName().startsWith("io.fabric8.") || type.getName().startsWith("io.strimzi.");
    }

    private void lookAtFields(String path, Object model, Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            Object value = valueOf(field, model);
            if (field.getName().equals("additionalProperties")) {
                if (value instanceof Map<?, ?> unknown) {
                    unknown.keySet().forEach(key -> found.add(path + "." + key));
                }
            } else {
                look(path + "." + field.getName(), value);
            }
        }
    }

    private static @Nullable Object valueOf(Field field, Object model) {
        try {
            field.setAccessible(true);
            return field.get(model);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
