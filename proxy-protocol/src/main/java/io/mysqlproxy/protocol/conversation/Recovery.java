package io.mysqlproxy.protocol.conversation;

/** Whether a conversation was lost, or joined in its middle, and how sure it is since it was found (DSY-2 to DSY-4). */
final class Recovery {
    /** Exchanges that must fit before a conversation that was found is taken for understood (DSY-4). */
    private static final int CONFIRMING_EXCHANGES = 3;

    /** Commands that were followed by something else than a reply, before finding the conversation again is given up (DSY-3). */
    private static final int MOST_FAILED_TRIES = 16;

    private boolean wasLost;
    private int failedTries;
    /** Number of the last command that was complete when the conversation was found. */
    private long completedBefore;

    void lost() {
        wasLost = true;
    }

    /** A command is followed by what may be its reply. */
    void tried(long completedCommands) {
        completedBefore = completedCommands;
    }

    /**
     * What came of it.
     *
     * @return whether to give up
     */
    boolean isHopeless(boolean fitted) {
        failedTries = fitted ? 0 : failedTries + 1;
        return failedTries > MOST_FAILED_TRIES;
    }

    Confidence confidence(Phase phase, long completedCommands) {
        if (phase instanceof Phase.Resynchronizing || phase instanceof Phase.Opaque) {
            return Confidence.NONE;
        }
        if (!wasLost) {
            return Confidence.CERTAIN;
        }
        return completedCommands - completedBefore >= CONFIRMING_EXCHANGES
                ? Confidence.CONFIRMED
                : Confidence.TENTATIVE;
    }
}
