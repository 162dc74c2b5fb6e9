package chatcontacts.local;

import chatcontacts.testkit.load.RequestMix;
import chatcontacts.testkit.service.LocalEnvironment;
import java.util.ArrayList;
import java.util.List;

/** Tells where everything is, and how to send a request of one's own. */
final class Signpost {

    private Signpost() {}

    /** The status page of the service at that port. */
    static String page(int port) {
        return "http://127.0.0.1:" + port + "/";
    }

    static String of(LocalEnvironment environment, int port) {
        String kafka = environment.servers().kafka().bootstrapServers();
        String registry = environment.servers().registry().url();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  Kafka     " + kafka);
        lines.add("  registry  " + registry);
        environment
                .connects()
                .forEach((lane, connect) -> lines.add(
                        "  Connect   " + connect.uri() + " (lane " + lane + "), calls seen: /_simulator/stats"));
        lines.add("  service   " + page(port) + " is its status page; /metrics /health/ready");
        lines.add("  settings  " + environment.settingsFile());
        lines.add("");
        String instance = environment
                .load()
                .settings()
                .instances()
                .all()
                .iterator()
                .next()
                .id();
        lines.add("  A request of your own, from another terminal:");
        lines.add("  mvn -q -Plocal validate exec:exec@command -Dcommand.args=\"submit --config "
                + environment.settingsFile()
                + " --wait --instance-id " + instance + " --contact-flow-id " + RequestMix.FLOW
                + " --participant-details DisplayName=Ada\"");
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }
}
