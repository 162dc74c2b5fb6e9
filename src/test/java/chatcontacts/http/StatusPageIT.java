package chatcontacts.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.http.StatusSource.QueryResult;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The status page as people meet it: in a browser, on a desk and on a phone, by day and by night, with a mouse, a keyboard or a
 * screen reader. Its pictures are left in {@code target/status-page}.
 */
final class StatusPageIT {

    private static final Path PICTURES = Path.of("target", "status-page");

    @TempDir
    static Path profile;

    private static Chromium browser;

    private SamplePeers processes;
    private Tab tab;

    @BeforeAll
    static void start() {
        Optional<Path> program = Chromium.installed();
        if (program.isEmpty()) {
            System.err.println("SKIPPED: the status page was not tested, since no Chromium is installed"
                    + " (on Debian: apt-get install chromium).");
        }
        Assumptions.assumeTrue(program.isPresent(), "no Chromium is installed");
        browser = Chromium.start(program.get(), profile);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        processes = new SamplePeers();
        processes.first(12);
        tab = browser.open();
        tab.width(1100, 900);
        tab.go(processes.address());
        await().until(() -> tab.text("#state").equals("Running"));
    }

    @AfterEach
    void close() {
        tab.close();
        processes.close();
    }

    @Test
    void theLanesOfAllProcessesAreShownAndWhoWasNotReached() {
        assertThat(tab.text("#lanes h3")).isEqualTo("Lane blue\nLane green\nLane grey");
        assertThat(tab.text("#lanes .lane:nth-child(1)"))
                .contains("4 of 5 per second", "37 of 100", "sales", "37 of 40", "35 active · quota 50");
        assertThat(tab.text("#lanes .lane:nth-child(2)")).contains(processes.otherAddress(), "help", "0 of 20");
        assertThat(tab.text("#lanes .lane:nth-child(3)")).contains("No data available");
        assertThat(tab.text("#banner")).contains("1 of 3 processes could not be reached", "does not answer");
        assertThat(tab.text("#processes")).contains("This process", "first", "second", "Unreachable");
        assertThat(tab.text("#writers tr:nth-child(1)")).contains("7", "1,200", "Known");
        assertThat(tab.text("#writers tr:nth-child(2)")).contains("9", "Missing", "clientToken", SamplePeers.HOSTILE);
        assertThat(tab.text("#t-waiting")).isEqualTo("12");
        assertThat(tab.text("#chart-words")).contains("411 chats were started", "40 duplicates", "23 requests failed");
        assertThat(tab.text("#failures")).contains("EXPIRED", "20", "REJECTED", "3");
        assertThat(tab.complaints()).isEmpty();
        tab.picture(PICTURES.resolve("light.png"));
    }

    @Test
    void deadLettersOfAllProcessesAreGroupedWithTheCommandThatSendsThemAgain() {
        assertThat(tab.text("#dead tr"))
                .contains("REJECTED", "InvalidRequestException", SamplePeers.HOSTILE, "7", " to ")
                .containsPattern("redrive --reason REJECTED --error-code=InvalidRequestException --since 20[^ ]+Z");
        assertThat(tab.ask("document.querySelectorAll('#dead tr').length").asInt())
                .isEqualTo(1);
        assertThat(tab.text("#dead-since"))
                .startsWith("Those that 2 processes have written, each since its own start, the first one 20")
                .endsWith("The dead-letter topic may have older ones. 7 of further causes are not shown.");
        tab.ask("document.querySelector('#dead button').click()");
        assertThat(tab.ask("getSelection().toString()").asText()).startsWith("redrive --reason REJECTED");
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void whateverIsInANameIsOnlyText() {
        assertThat(tab.text("#lanes .lane:nth-child(1)")).contains(SamplePeers.HOSTILE);
        assertThat(tab.ask("document.querySelectorAll('img').length").asInt()).isZero();
        assertThat(tab.ask("document.scripts.length").asInt()).isEqualTo(1);
        assertThat(tab.ask("document.title").asText()).doesNotContain("taken");
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void theBrowserRunsNothingThatIsNotInTheFile() {
        tab.ask("document.body.append(Object.assign(document.createElement('p'), {id: 'x'}))");
        tab.ask(
                "(() => { const it = document.createElement('style'); it.textContent = '#x { color: red }'; document.head.append(it); })()");
        assertThat(tab.ask("getComputedStyle(document.getElementById('x')).color")
                        .asText())
                .isNotEqualTo("rgb(255, 0, 0)");
        assertThat(tab.ask(
                                "(() => { try { document.body.innerHTML = '<b>'; return 'written'; } catch (e) { return e.name; } })()")
                        .asText())
                .isEqualTo("TypeError");
        assertThat(tab.ask("fetch('http://127.0.0.1:9/').then(() => 'sent', e => e.name)")
                        .asText())
                .isEqualTo("TypeError");
        assertThat(String.join(" ", tab.complaints())).contains("Content Security Policy", "connect-src");
    }

    @Test
    void figuresFollowWithoutAReload() {
        processes.first(4_711, "intake", "REBALANCING");

        await().until(() -> tab.text("#t-waiting").equals("4,711"));
        assertThat(tab.text("#banner")).contains("The intake application is rebalancing");
        assertThat(tab.text("#state")).isEqualTo("Rebalancing");
        processes.first(5, "dispatch", "REBALANCING");
        await().until(() -> tab.text("#banner").contains("lanes are moved or restored"));
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void aHoldCountsDown() {
        String held = "#lanes .lane:nth-child(1) .lane-head .chip";
        assertThat(tab.text(held)).startsWith("On hold: Connect returns no useful responses, next probe in 1 min 1");
        int first = seconds(tab.text(held));
        tab.ask("document.getElementById('pause').click()");
        assertThat(tab.text("#updated")).isEqualTo("paused");
        int paused = seconds(tab.text(held));
        await().until(() -> seconds(tab.text(held)) <= paused - 2);
        assertThat(first).isBetween(10, 15);
    }

    private static int seconds(String text) {
        return Integer.parseInt(text.replaceAll(".*min ([0-9]+) s", "$1"));
    }

    @Test
    void itSaysSoWhenTheServiceIsTooBusyAndWhenItGoesAway() throws IOException {
        processes.goAway();
        await().until(() -> tab.text("#state").equals("No response"));
        assertThat(tab.text("#banner")).contains("the service is unreachable", "The data shown is out of date");
        assertThat(tab.text("#t-waiting")).isEqualTo("12");
        assertThat(tab.text("#updated")).endsWith(" old");
        tab.picture(PICTURES.resolve("away.png"));

        processes.comeBack(0);
        await().atMost(Duration.ofSeconds(30)).until(() -> tab.text("#banner").contains("the service returned 503"));
        assertThat(tab.text("#banner")).contains("Retrying every 1 s");
        processes.goAway();
        processes.comeBack(2);
        await().atMost(Duration.ofSeconds(30)).until(() -> tab.text("#state").equals("Running"));
    }

    @Test
    void aRequestIsLookedUp() {
        Map<String, Object> waiting = new LinkedHashMap<>(Map.of(
                "state",
                "WAITING",
                "instanceId",
                "i",
                "clientToken",
                SamplePeers.HOSTILE,
                "inDoubt",
                false,
                "cancelled",
                false));
        waiting.put("blockedBy", List.of("INSTANCE_FULL", "TURN"));
        waiting.put("aheadInInstance", 7);
        waiting.put("priority", 5);
        waiting.put("attempts", 0);
        waiting.put("acceptedAt", "2026-11-21T12:00:00Z");
        waiting.put("deadline", "2026-11-21T13:00:00Z");
        waiting.put("source", Map.of("topic", "chat-requests", "partition", 3, "offset", 42));
        processes.statusSource().answer = new QueryResult.Available(waiting);

        lookUp("11111111-1111-4111-8111-111111111111", "order/47 11&?");

        await().until(() -> tab.text("#found").contains("Waiting"));
        assertThat(processes.statusSource().askedFor).isEqualTo("11111111-1111-4111-8111-111111111111 | order/47 11&?");
        assertThat(tab.text("#found"))
                .contains(
                        "Connect reports that it is full",
                        "Other requests go first",
                        "about 7 requests",
                        SamplePeers.HOSTILE,
                        "offset 42");
        assertThat(tab.complaints()).isEmpty();

        processes.statusSource().answer =
                new QueryResult.TemporarilyUnavailable("the dispatch application is REBALANCING");
        lookUp("i", "t");
        await().until(() -> tab.text("#found").contains("Unavailable"));
        assertThat(tab.text("#found")).contains("the dispatch application is REBALANCING", "Retrying");
        processes.statusSource().answer = new QueryResult.Available(
                Map.of("state", "FAILED", "reason", "EXPIRED", "message", "m", "maybeStarted", false));
        await().until(() -> tab.text("#found").contains("Failed: EXPIRED"));
    }

    private void lookUp(String instance, String token) {
        for (Map.Entry<String, String> field :
                Map.of("instance", instance, "token", token).entrySet()) {
            tab.ask("document.getElementById('" + field.getKey() + "').focus();document.activeElement.value = ''");
            tab.type(field.getValue());
        }
        tab.ask("document.querySelector('#ask button').click()");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 600, 1100})
    void nothingReachesBeyondTheScreen(int width) {
        tab.width(width, 700);
        tab.ask("document.querySelector('details').open = true");

        assertThat(tab.ask("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
        assertThat(tab.ask(
                                "[...document.querySelectorAll('body *')].filter(it => it.checkVisibility() && !it.closest('.unseen, .skip, thead')"
                                        + " && it.getBoundingClientRect().right > innerWidth + 0.5).map(it => it.outerHTML.slice(0, 80))")
                        .toString())
                .isEqualTo("[]");
        tab.picture(PICTURES.resolve("width-" + width + ".png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyTextStandsOutFromItsGround(String scheme) {
        tab.media("prefers-color-scheme", scheme);

        double ground = tab.ask("(() => {" + Contrast.SCRIPT + " return luminance(ground(document.body)); })()")
                .asDouble();
        assertThat(ground < 0.2).isEqualTo(scheme.equals("dark"));
        assertThat(tab.ask("(() => {" + Contrast.SCRIPT + " return faint(4.5); })()")
                        .toString())
                .isEqualTo("[]");
        tab.picture(PICTURES.resolve(scheme + ".png"));
    }

    @Test
    void theKeyboardReachesEverythingAndTheFocusIsSeen() {
        List<String> reached = new ArrayList<>();
        int all = tab.ask("document.querySelectorAll('a[href], button, input, summary').length")
                .asInt();
        for (int i = 0; i < all; i++) {
            tab.press("Tab", 9);
            reached.add(tab.ask(
                            "(() => { const it = document.activeElement; return it.tagName + ' ' + (it.id || it.ariaLabel || it.textContent) + ' '"
                                    + " + getComputedStyle(it).outlineStyle; })()")
                    .asText());
        }
        assertThat(reached).allMatch(it -> it.endsWith(" solid"));
        assertThat(new TreeSet<>(reached)).hasSize(all);
        assertThat(reached.get(0)).contains("Skip to content");
    }

    @Test
    void aScreenReaderFindsItsWayAndEverythingHasAName() {
        Map<String, List<String>> named = new LinkedHashMap<>();
        for (JsonNode node : tab.accessible()) {
            named.computeIfAbsent(node.path("role").path("value").asText(), role -> new ArrayList<>())
                    .add(node.path("name").path("value").asText());
        }
        for (String role :
                List.of("button", "link", "textbox", "combobox", "meter", "heading", "table", "image", "region")) {
            if (named.containsKey(role)) {
                assertThat(named.get(role)).as(role).noneMatch(String::isBlank);
            }
        }
        assertThat(named.keySet())
                .contains("banner", "main", "contentinfo", "meter", "table", "columnheader", "rowheader");
        assertThat(named.get("region"))
                .contains("Now", "Lanes", "Failures", "Dead letters", "Look up a request", "Processes");
        assertThat(named.get("meter")).contains("Slots taken, instance sales", "Rate limit, lane blue");
        assertThat(named.get("table")).contains("Instances of lane blue");
        assertThat(tab.ask("[...document.querySelectorAll('[aria-live], [role=status]')].map(it => it.id)")
                        .toString())
                .contains("news", "banner", "found");
    }

    private static final String STEER = "dialog ";

    private void fill(String id, String text) {
        tab.ask("document.getElementById('" + id + "').focus();document.activeElement.value = ''");
        tab.type(text);
    }

    private void steer(String what, String verb) {
        tab.ask("document.querySelector('[aria-label=\"Steer " + what + "\"]').click()");
        tab.ask("document.querySelector('dialog [data-verb=" + verb + "]').click()");
        fill("steer-why", "an incident");
        fill("steer-by", "ada");
    }

    private boolean mayAct() {
        return !tab.ask("document.querySelector('dialog [data-f=act]').disabled")
                .asBoolean();
    }

    @Test
    void aCommandActsOnlyAfterItsDryRun() {
        steer("lane blue", "limit");
        fill("steer-rate", "2.5");
        fill("steer-for", "30m");
        fill("steer-token", SamplePeers.OPERATORS);
        assertThat(mayAct()).isFalse();
        processes.controlSource().answer = new ControlSource.ControlAnswer.CommandDone(
                Map.of("before", "4 per second", "after", SamplePeers.HOSTILE));

        tab.ask("document.querySelector('dialog [data-f=try]').click()");

        await().until(this::mayAct);
        assertThat(tab.text(STEER + "[role=status]"))
                .isEqualTo("It would be: 4 per second \u2192 " + SamplePeers.HOSTILE + ".");
        assertThat(tab.text(STEER + "[data-f=act]")).isEqualTo("Limit lane blue");
        fill("steer-why", "another reason");
        assertThat(mayAct()).isFalse();
        tab.ask("document.querySelector('dialog [data-f=try]').click()");
        await().until(this::mayAct);
        tab.picture(PICTURES.resolve("steer.png"));
        tab.ask("document.querySelector('dialog [data-f=act]').click()");

        await().until(() -> tab.text(STEER + "[role=status]").startsWith("Done: "));
        assertThat(processes.controlSource().given)
                .extracting(it -> it.get("dryRun") + " " + it.get("why"))
                .containsExactly("true an incident", "true another reason", "false another reason");
        assertThat(processes.controlSource().given.getLast())
                .containsEntry("verb", "limit")
                .containsEntry("lane", "blue")
                .containsEntry("rate", "2.5")
                .containsEntry("for", "30m")
                .containsEntry("by", "ada")
                .doesNotContainKey("instance");
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void theTokenIsKeptInTheMemoryOfThePageOnly() {
        steer("instance sales", "pause");
        fill("steer-token", "a-token-that-is-wrong");
        tab.ask("document.querySelector('dialog [data-f=try]').click()");
        await().until(() -> tab.text(STEER + "[role=status]").equals("The token is not accepted."));
        assertThat(mayAct()).isFalse();

        fill("steer-token", SamplePeers.OPERATORS);
        processes.controlSource().answer =
                new ControlSource.ControlAnswer.CommandRefused(Map.of("refusal", "it is paused already"));
        tab.ask("document.querySelector('dialog [data-f=try]').click()");
        await().until(() -> tab.text(STEER + "[role=status]").equals("Refused: it is paused already."));
        assertThat(mayAct()).isFalse();
        assertThat(processes.controlSource().given.getLast())
                .containsEntry("instance", "11111111-1111-4111-8111-111111111111");
        tab.ask("document.querySelector('dialog [data-f=close]').click()");
        await().until(() ->
                tab.ask("document.querySelectorAll('dialog').length").asInt() == 0);

        steer("lane green", "drain");
        assertThat(tab.ask("document.getElementById('steer-token').value").asText())
                .isEqualTo(SamplePeers.OPERATORS);
        assertThat(tab.ask("document.cookie + localStorage.length + sessionStorage.length + location.href")
                        .asText())
                .doesNotContain(SamplePeers.OPERATORS)
                .contains("00");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 1100})
    void theDialogFitsTheScreenAndItsTextStandsOut(int width) {
        tab.width(width, 900);
        steer("instance sales", "limit");

        assertThat(tab.ask(
                                "[...document.querySelectorAll('dialog, dialog *')].filter(it => it.checkVisibility()"
                                        + " && it.getBoundingClientRect().right > innerWidth + 0.5).map(it => it.outerHTML.slice(0, 80))")
                        .toString())
                .isEqualTo("[]");
        assertThat(tab.accessible().stream()
                        .filter(it -> List.of("textbox", "spinbutton", "checkbox", "button", "dialog")
                                .contains(it.path("role").path("value").asText()))
                        .map(it -> it.path("name").path("value").asText()))
                .noneMatch(String::isBlank)
                .contains("Steer instance sales", "Operators’ token, not stored", "Concurrent chats");
    }

    @Test
    void nothingMovesForThoseWhoAskForThat() {
        tab.media("prefers-reduced-motion", "reduce");

        assertThat(tab.ask(
                                "[...document.querySelectorAll('.bar b')].every(it => parseFloat(getComputedStyle(it).transitionDuration) === 0)")
                        .asBoolean())
                .isTrue();
    }
}
