package io.mysqlproxy.protocol.conversation;

/**
 * Whether a conversation was lost, or joined in its middle, and how sure it is since it was found (DSY-2 to DSY-4).
 *
 * <p>What is in doubt is which command a reply belongs to: a client that does not wait may have sent others before the first that was seen. Replies that fit
 * their commands speak for it, those of a client that waits at once, those of one that sends ahead only if they would not have fitted the command before.
 */
final class Recovery {
    /** Exchanges that must fit before a conversation that was found is taken for understood (DSY-4). */
    private static final int CONFIRMING_EXCHANGES = 3;

    /** The same for a client that was seen to send ahead; only those count that tell one command from another. */
    private static final int CONFIRMING_EXCHANGES_AHEAD = 8;

    /** Commands that were followed by something else than a reply, before finding the conversation again is given up (DSY-3). */
    private static final int MOST_FAILED_TRIES = 16;

    /** The same for a client that sends ahead: as many commands may have been sent before the first that was seen. */
    private static final int MOST_FAILED_TRIES_AHEAD = 10_000;

    private boolean wasLost;
    private boolean confirmed;
    private boolean sendsAhead;
    private int failedTries;
    private int fitting;
    private Grammar lastAnswered = Grammar.NONE;

    void lost() {
        wasLost = true;
        confirmed = false;
        fitting = 0;
    }

    /** What came fits two commands. */
    void onAmbiguity() {
        confirmed = false;
        fitting = 0;
    }

    /** Whether a reply may belong to another command than the one at the head. */
    boolean isDoubtful() {
        return wasLost && !confirmed;
    }

    /** Whether commands from before the first that was seen may wait for replies: a client that waits for each has sent none. */
    boolean mayOwe() {
        return isDoubtful() && sendsAhead;
    }

    /** The client has sent a command before the last one was answered. */
    void onSentAhead() {
        if (!sendsAhead) {
            sendsAhead = true;
            onAmbiguity();
        }
    }

    /** The reply to the command is complete. */
    void onAnswered(PendingCommand command) {
        if (!wasLost || confirmed) {
            return;
        }
        boolean tells = command.hasOwnForm && command.grammar != lastAnswered;
        fitting += tells || !sendsAhead ? 1 : 0;
        lastAnswered = command.grammar;
        failedTries = 0;
        confirmed = fitting >= (sendsAhead ? CONFIRMING_EXCHANGES_AHEAD : CONFIRMING_EXCHANGES);
    }

    /** A reply cannot belong to the command at the head; whether to give up after so many. */
    boolean isHopeless() {
        onAmbiguity();
        return ++failedTries > (sendsAhead ? MOST_FAILED_TRIES_AHEAD : MOST_FAILED_TRIES);
    }

    Confidence confidence(Phase phase) {
        if (phase instanceof Phase.Resynchronizing || phase instanceof Phase.Opaque) {
            return Confidence.NONE;
        }
        if (!wasLost) {
            return Confidence.CERTAIN;
        }
        return confirmed ? Confidence.CONFIRMED : Confidence.TENTATIVE;
    }
}
