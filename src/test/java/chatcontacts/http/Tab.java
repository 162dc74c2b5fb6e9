package chatcontacts.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One tab of a browser. It keeps what goes wrong in it: errors, warnings, and what its content security policy refused. */
final class Tab implements AutoCloseable {

    private final DevTools devTools;
    private final String target;
    private final String session;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    Tab(DevTools devTools) {
        this.devTools = devTools;
        this.target = devTools.call("", "Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asText();
        this.session = devTools.call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asText();
        devTools.listen(session, this::hear);
        for (String domain : List.of("Page", "Runtime", "Log", "Audits", "Accessibility")) {
            call(domain + ".enable", Map.of());
        }
    }

    private void hear(JsonNode message) {
        JsonNode told = message.get("params");
        switch (message.get("method").asText()) {
            case "Runtime.exceptionThrown" ->
                complaints.add(told.get("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> complaints.add(told.get("args").toString());
            case "Log.entryAdded" ->
                complaints.add(told.get("entry").path("text").asText());
            case "Audits.issueAdded" -> complaints.add(told.get("issue").toString());
            default -> {}
        }
    }

    JsonNode call(String method, Map<String, ?> parameters) {
        return devTools.call(session, method, parameters);
    }

    void go(String url) {
        call("Page.navigate", Map.of("url", url));
    }

    /** As on a screen of that width, or a phone. */
    void width(int pixels, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", height, "deviceScaleFactor", 1, "mobile", pixels < 500));
    }

    void media(String feature, String value) {
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** The value of an expression in the page. */
    JsonNode ask(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.get("exceptionDetails").toString());
        }
        return answer.get("result").path("value");
    }

    /** The text that a reader sees. */
    String text(String selector) {
        return ask("[...document.querySelectorAll('" + selector + "')].map(it => it.innerText).join('\\n')")
                .asText();
    }

    void press(String key, int code) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
        }
    }

    void type(String text) {
        call("Input.insertText", Map.of("text", text));
    }

    /** What assistive technology gets: the nodes that are not ignored. */
    List<JsonNode> accessible() {
        List<JsonNode> nodes = new ArrayList<>();
        call("Accessibility.getFullAXTree", Map.of()).get("nodes").forEach(node -> {
            if (!node.path("ignored").asBoolean()) {
                nodes.add(node);
            }
        });
        return nodes;
    }

    /** Everything that went wrong since the last time. */
    List<String> complaints() {
        List<String> all = new ArrayList<>();
        for (String one = complaints.poll(); one != null; one = complaints.poll()) {
            all.add(one);
        }
        return all;
    }

    /** The whole page as a picture. */
    void picture(Path file) {
        String png = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                .get("data")
                .asText();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        devTools.call("", "Target.closeTarget", Map.of("targetId", target));
    }
}
