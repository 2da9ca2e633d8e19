package io.mysqlproxy.cli;

/**
 * What a trace shows, whatever its format.
 *
 * @param hex the bytes of each packet too
 */
record Look(Show show, boolean hex, Disclosure disclosure) {
    Look(Show show) {
        this(show, false, Disclosure.USUAL);
    }
}
