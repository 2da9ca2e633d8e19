package io.mysqlproxy.cli;

/**
 * What may be seen.
 *
 * @param secrets passwords, proofs of passwords, nonces and tokens
 * @param values what users store and ask for: literals in statements, parameters, rows, the content of files
 */
record Disclosure(boolean secrets, boolean values) {
    /** As long as nothing else is asked for. */
    static final Disclosure USUAL = new Disclosure(false, true);

    static final Disclosure EVERYTHING = new Disclosure(true, true);

    /** Neither secrets nor values. */
    static final Disclosure MASKED = new Disclosure(false, false);
}
