package chatcontacts.dispatch.engine;

/**
 * How far an owner has read.
 *
 * @param dispatch the next message of the dispatch topic
 * @param commands the next one of the commands to the lane and its instances
 */
record SimulatedPlace(int dispatch, int commands) {

    SimulatedPlace afterMessage() {
        return new SimulatedPlace(dispatch + 1, commands);
    }

    SimulatedPlace afterCommand() {
        return new SimulatedPlace(dispatch, commands + 1);
    }
}
