package chatcontacts.http;

import chatcontacts.domain.json.Json;
import chatcontacts.http.HealthSource.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The health reply, in the JSON format of MicroProfile Health: 200 and UP if every check is up, else 503 and DOWN. */
final class HealthReply {

    private HealthReply() {}

    static HttpReply of(List<Check> checks) {
        boolean up = checks.stream().allMatch(Check::up);
        List<Object> rows = new ArrayList<>();
        for (Check check : checks) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", check.name());
            row.put("status", status(check.up()));
            if (!check.data().isEmpty()) {
                row.put("data", new TreeMap<>(check.data()));
            }
            rows.add(row);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status(up));
        body.put("checks", rows);
        return HttpReply.of(up ? 200 : 503, HttpReply.JSON, Json.of(body));
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
