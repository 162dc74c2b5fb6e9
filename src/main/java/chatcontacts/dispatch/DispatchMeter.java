package chatcontacts.dispatch;

import chatcontacts.domain.call.Answer;
import chatcontacts.domain.outcome.Result;
import java.time.Duration;
import java.util.List;

/** Is told what happens, for metrics. Called on stream threads; must not block or throw. */
public interface DispatchMeter {

    /** A request has its outcome. */
    void settled(String lane, Result result);

    /** A call was answered, so long after it went out. */
    void called(String lane, String instanceId, Answer answer, Duration duration);

    /** A record of the hop was skipped. */
    void skipped(String why);

    /** How the lanes of a task stand; an empty list when the task was closed. */
    void standing(String task, List<LaneView> lanes);

    /** Listens to nothing. */
    DispatchMeter SILENT = new DispatchMeter() {
        @Override
        public void settled(String lane, Result result) {}

        @Override
        public void called(String lane, String instanceId, Answer answer, Duration duration) {}

        @Override
        public void skipped(String why) {}

        @Override
        public void standing(String task, List<LaneView> lanes) {}
    };
}
