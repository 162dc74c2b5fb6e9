package chatcontacts.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntakeTopologyTest {

    private static final String REQUESTS_ALONE = """
            Topologies:
               Sub-topology: 0
                Source: requests (topics: [chat-requests])
                  --> request-intake
                Processor: request-intake (stores: [])
                  --> dead-letters, requests-to-dispatch, results
                  <-- requests
                Sink: dead-letters (topic: chat-requests-dead-letter)
                  <-- request-intake
                Sink: requests-to-dispatch (topic: chat-dispatch)
                  <-- request-intake
                Sink: results (topic: chat-results)
                  <-- request-intake

            """;

    private static final String OTHERS = """
              Sub-topology: 1
                Source: contact-events (topics: [contact-events])
                  --> contact-event-intake
                Processor: contact-event-intake (stores: [])
                  --> contact-events-to-dispatch
                  <-- contact-events
                Sink: contact-events-to-dispatch (topic: chat-dispatch)
                  <-- contact-event-intake

              Sub-topology: 2
                Source: cancellations (topics: [chat-cancellations])
                  --> cancellation-intake
                Processor: cancellation-intake (stores: [])
                  --> cancellations-to-dispatch
                  <-- cancellations
                Sink: cancellations-to-dispatch (topic: chat-dispatch)
                  <-- cancellation-intake

              Sub-topology: 3
                Source: control (topics: [chat-control])
                  --> control-intake
                Processor: control-intake (stores: [])
                  --> control-log, control-on-requests-to-dispatch, control-to-dispatch
                  <-- control
                Sink: control-log (topic: chat-control-log)
                  <-- control-intake
                Sink: control-on-requests-to-dispatch (topic: chat-dispatch)
                  <-- control-intake
                Sink: control-to-dispatch (topic: chat-dispatch-control)
                  <-- control-intake

            """;

    @Test
    void keepsItsShape() {
        try (IntakeFixture rig = new IntakeFixture()) {
            assertThat(IntakeTopology.of(IntakeFixture.TOPICS, rig.settings, rig.dependencies)
                            .describe())
                    .hasToString(REQUESTS_ALONE + OTHERS);
        }
    }

    @Test
    void leavesOutTheInputsThatAreSwitchedOff() {
        IntakeTopics topics = new IntakeTopics(
                "chat-requests",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "chat-dispatch",
                "chat-results",
                "chat-requests-dead-letter");
        try (IntakeFixture rig = new IntakeFixture()) {
            assertThat(IntakeTopology.of(topics, rig.settings, rig.dependencies).describe())
                    .hasToString(REQUESTS_ALONE);
        }
    }
}
