package chatcontacts.cli.submit.input;

import chatcontacts.domain.request.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The faults of one request as they are found. Only the first are kept: a hostile document stays cheap. */
final class FaultList {

    private static final int MAX_FAULTS = 100;

    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> excused = new HashSet<>();

    void add(String field, String problem) {
        if (faults.size() < MAX_FAULTS && !isExcused(field)) {
            faults.add(new Fault(field, problem));
        }
    }

    /** Takes no more faults of that field and its members: a better one is there already. */
    void excuse(String field) {
        excused.add(field);
    }

    private boolean isExcused(String field) {
        return excused.stream().anyMatch(it -> isIn(it, field));
    }

    private static boolean isIn(String outer, String field) {
        return field.equals(outer) || field.startsWith(outer + ".");
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /** Whether a fault of that field, or of one around it, is known already. */
    boolean concern(String field) {
        return faults.stream().anyMatch(it -> isIn(it.field(), field));
    }

    List<Fault> all() {
        return List.copyOf(faults);
    }
}
