package io.mysqlproxy.protocol.capture;

/** Takes the packets of a capture as they lie in its file. */
interface FrameConsumer {
    /**
     * One packet.
     *
     * @param bytes borrowed until this returns
     * @param end where the captured bytes end
     * @param originalLength how many there were on the wire, at least as many as captured
     */
    void frame(int linkType, long epochMicros, byte[] bytes, int at, int end, long originalLength);

    /** A record that holds no packet that could be made out. */
    void damaged();
}
